using System.Diagnostics.CodeAnalysis;
using Synqup.Core.Configuration;
using Synqup.Core.Health;
using Synqup.Core.Routing;
using Synqup.Sdk;

namespace Synqup.Host.Plugins;

/// <summary>The plugins in the folders where they may be, each loaded once and in its own context, at the first question.</summary>
/// <param name="locations">Folders that hold one folder per plugin, first the program's own; those that do not exist hold none.</param>
internal sealed class PluginCatalog(IReadOnlyList<string> locations) : IPluginCatalog
{
    private readonly Lazy<IReadOnlyList<LoadedPlugin>> _plugins = new(() => LoadAll(locations));

    /// <summary>Where plugins come with the program.</summary>
    public static string BesideTheProgram { get; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    public IReadOnlyList<LoadedPlugin> Plugins => _plugins.Value;

    public const string BrokenRemedy = "Mend it and start the agent again; 'synqup plugins' shows every plugin.";

    public const string FolderRemedy = "Make the folder, or correct or remove pluginsFolder in the settings.";

    /// <summary>What is wrong with the folder that the settings name; null when nothing is.</summary>
    public static string? FolderProblem(AgentSettings settings) =>
        settings.PluginsFolder == BesideTheProgram || Directory.Exists(settings.PluginsFolder) ? null : $"The pluginsFolder of the settings, {settings.PluginsFolder}, is not there.";

    public bool TryFind(string key, [NotNullWhen(true)] out IDestinationPlugin? plugin, [NotNullWhen(false)] out string? problem)
    {
        var found = Plugins.Where(one => string.Equals(one.Key, key, StringComparison.OrdinalIgnoreCase)).MaxBy(one => one.Plugin is not null);
        plugin = found?.Plugin;
        problem = (found, plugin) switch
        {
            (null, _) => $"The plugin \"{key}\" is not installed. Installed: {Installed()}. Copy it to a folder of its own in {locations[^1]}, or choose another accounting package in the Console.",
            (_, null) => $"The plugin \"{key}\" cannot be used ({found.State.ToString().ToLowerInvariant()}): {found.Reason}",
            _ => null,
        };
        return plugin is not null;
    }

    private string Installed() =>
        Plugins.Where(one => one.Plugin is not null).Select(one => one.Key).ToList() is { Count: > 0 } keys ? string.Join(", ", keys) : "none";

    private static List<LoadedPlugin> LoadAll(IReadOnlyList<string> locations)
    {
        var framework = new Lazy<IReadOnlySet<string>>(FrameworkAssemblies.Names);
        var loaded = locations.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Where(Directory.Exists)
            .SelectMany(location => LoadFrom(location, framework)).ToList();
        return [.. loaded.Where(one => one.Plugin is null)
            .Concat(loaded.Where(one => one.Plugin is not null).GroupBy(one => one.Key, StringComparer.OrdinalIgnoreCase).SelectMany(group => OnePerKey([.. group], locations[0])))
            .OrderBy(one => one.Key, StringComparer.Ordinal).ThenBy(one => one.Folder, StringComparer.Ordinal)];
    }

    // Which of two would be taken would depend on the order of folders, and a document delivered by the wrong one is not taken back.
    private static IEnumerable<LoadedPlugin> OnePerKey(IReadOnlyList<LoadedPlugin> same, string programs)
    {
        if (same.Count == 1) return same;

        var own = same.Where(one => Path.GetDirectoryName(one.Folder) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(programs))).ToList();
        return own is [var bundled]
            ? same.Select(one => one == bundled ? one : Refused(one, $"The key \"{one.Key}\" is that of the plugin that comes with this program, in {bundled.Folder}, so {one.Folder} is not used. Remove it, or have its author give it a key of its own."))
            : same.Select(one => Refused(one, $"Several folders hold a plugin with the key \"{one.Key}\" ({string.Join(", ", same.Select(other => other.Folder))}). Remove all but one."));

        static LoadedPlugin Refused(LoadedPlugin one, string reason) => one with { State = PluginState.Failed, Plugin = null, Reason = reason };
    }

    private static IEnumerable<LoadedPlugin> LoadFrom(string location, Lazy<IReadOnlySet<string>> framework)
    {
        var distrust = FolderTrust.Problem(location, recursive: false);
        return [.. Loose(location), .. Directory.EnumerateDirectories(location).Order(StringComparer.Ordinal).Select(folder => Load(folder, distrust, framework))];
    }

    private static IEnumerable<LoadedPlugin> Loose(string location)
    {
        var files = Directory.EnumerateFiles(location, "*.dll").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0) yield break;

        var own = Path.Combine(location, Path.GetFileNameWithoutExtension(files.Find(file => File.Exists(Path.Combine(location, Path.ChangeExtension(file, ".deps.json")))) ?? files[0]));
        yield return new LoadedPlugin(files[0], files[0], "", PluginState.Failed,
            $"Not loaded, because a plugin has a folder of its own: {string.Join(", ", files)} directly in {location}. Move the plugin with all its files to {own}.", null, location);
    }

    private static LoadedPlugin Load(string folder, string? distrust, Lazy<IReadOnlySet<string>> framework)
    {
        var name = Path.GetFileName(folder);
        PluginAssembly? assembly = null;
        try
        {
            if ((distrust ?? FolderTrust.Problem(folder, recursive: true)) is { } problem) throw new PluginFault(PluginState.Untrusted, problem);

            assembly = PluginFolder.MainAssembly(folder);
            SdkCompatibility.Require(assembly);
            PluginFolder.RequireDependencies(assembly, framework.Value);
            var (plugin, descriptor) = PluginActivation.Activate(assembly);
            return new LoadedPlugin(descriptor.Key, descriptor.DisplayName, assembly.Version, PluginState.Active, null, plugin, folder);
        }
        catch (PluginFault fault)
        {
            return Refused(fault.State, fault.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return Refused(PluginState.Failed, $"{folder} cannot be read: {Sentence.Ended(unreadable.Message)} Check the rights of the folder, or copy the plugin again.");
        }

        LoadedPlugin Refused(PluginState state, string reason) => new(name, name, assembly?.Version ?? "", state, reason, null, folder);
    }
}
