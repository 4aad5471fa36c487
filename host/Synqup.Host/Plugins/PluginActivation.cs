using System.Reflection;
using System.Text.RegularExpressions;
using McMaster.NETCore.Plugins;
using Synqup.Core.Health;
using Synqup.Core.Routing;
using Synqup.Sdk;

namespace Synqup.Host.Plugins;

/// <summary>Turns an assembly that passed every check from outside into a plugin that answers.</summary>
internal static partial class PluginActivation
{
    /// <exception cref="PluginFault">Says which promise of the contract it breaks.</exception>
    public static (IDestinationPlugin Plugin, PluginDescriptor Descriptor) Activate(PluginAssembly assembly)
    {
        var type = PluginType(Load(assembly), assembly);
        if (type.GetConstructor(Type.EmptyTypes) is null) throw Failed($"{type.FullName} has no public constructor without parameters, so it cannot be made.");

        var plugin = (IDestinationPlugin)Run(() => Activator.CreateInstance(type)!, $"The constructor of {type.FullName}");
        var descriptor = Run(() => plugin.Descriptor, $"{type.FullName}.{nameof(IDestinationPlugin.Descriptor)}");
        Check(descriptor, type);
        DescribeOptions(descriptor);
        return (plugin, descriptor);
    }

    private static Assembly Load(PluginAssembly assembly) => Run(
        () => PluginLoader.CreateFromAssemblyFile(assembly.Path, [typeof(IDestinationPlugin)], config => config.IsLazyLoaded = true).LoadDefaultAssembly(),
        $"Loading {Path.GetFileName(assembly.Path)}");

    private static Type PluginType(Assembly loaded, PluginAssembly assembly)
    {
        var types = Run(loaded.GetTypes, $"Reading the types of {Path.GetFileName(assembly.Path)}")
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IDestinationPlugin))).ToList();
        return types switch
        {
            [{ IsGenericTypeDefinition: true } one] => throw Failed($"{one.FullName} is generic, and nobody could say for which types it is to be made. Give the plugin a class without type parameters."),
            [var one] when one.IsVisible => one,
            [var one] => throw Failed($"{one.FullName} is not public, so it cannot be used. Make it public."),
            [] => throw Failed($"{Path.GetFileName(assembly.Path)} has no plugin type: no public class in it implements {nameof(IDestinationPlugin)}."),
            _ => throw Failed($"{Path.GetFileName(assembly.Path)} has {types.Count} plugin types ({string.Join(", ", types.Select(one => one.FullName))}). A plugin has exactly one: move the others to their own projects."),
        };
    }

    private static void Check(PluginDescriptor? descriptor, Type type)
    {
        if (descriptor is null) throw Failed($"{type.FullName}.{nameof(IDestinationPlugin.Descriptor)} is null.");
        if (descriptor.Key is null || !KeyForm().IsMatch(descriptor.Key))
        {
            throw Failed($"The key of {type.FullName} is \"{descriptor.Key}\". A key has 1 to 64 lower-case letters, digits and single hyphens between them, such as \"winbooks\".");
        }

        if (string.IsNullOrWhiteSpace(descriptor.DisplayName)) throw Failed($"The display name of {type.FullName} is empty. Give the name of the accounting package.");
        if (descriptor.OptionsType is null) throw Failed($"{type.FullName} names no options type. Give a record; one without properties means that there are no options.");
        if (descriptor.DefaultPaths is not { } paths || new[] { paths.Purchases, paths.Sales, paths.Statements, paths.Documents }.All(path => path is null))
        {
            throw Failed($"{type.FullName} has no default path. Give a template for at least one kind of document in {nameof(PluginDescriptor.DefaultPaths)}.");
        }
    }

    // Every heartbeat carries the schema: one that cannot be made would keep the agent silent.
    private static void DescribeOptions(PluginDescriptor descriptor)
    {
        try
        {
            descriptor.OptionsSchema();
        }
#pragma warning disable CA1031 // The constructor of the options is foreign code too.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            throw Failed(
                $"The options type {descriptor.OptionsType.FullName} cannot be described to the Console: {Sentence.Ended(Cause(thrown).Message)} "
                + "Options are a record that can be made without arguments and holds only what JSON can express. Report it to the author of the plugin.", thrown);
        }
    }

    /// <summary>Runs foreign code; whatever it throws becomes a reason.</summary>
    private static T Run<T>(Func<T> foreign, string what)
    {
        try
        {
            return foreign();
        }
#pragma warning disable CA1031 // Foreign code may throw anything, and no plugin may stop the others.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            var cause = Cause(thrown);
            throw cause switch
            {
                FileNotFoundException missing => Failed($"{what} failed: {missing.FileName ?? "an assembly"} is missing. Copy the plugin's whole output folder.", thrown),
                BadImageFormatException => Failed($"{what} failed: the assembly is damaged or made for another processor (bad image). Copy the plugin again.", thrown),
                TypeLoadException or MissingMemberException => new PluginFault(PluginState.Incompatible, $"{what} failed: it does not fit version {SdkCompatibility.HostSdk} of the SDK in this program ({cause.Message.TrimEnd('.')}). Get a build of the plugin for this version.", thrown),
                _ => Failed($"{what} failed with {cause.GetType().Name}: {Sentence.Ended(cause.Message)} Report it to the author of the plugin.", thrown),
            };
        }
    }

    private static Exception Cause(Exception thrown) => thrown switch
    {
        TargetInvocationException { InnerException: { } inner } => Cause(inner),
        TypeInitializationException { InnerException: { } inner } => Cause(inner),
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => Cause(first),
        _ => thrown,
    };

    private static PluginFault Failed(string reason, Exception? cause = null) => new(PluginState.Failed, reason, cause);

    [GeneratedRegex("^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyForm();
}
