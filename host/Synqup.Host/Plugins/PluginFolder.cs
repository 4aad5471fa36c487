using Synqup.Core.Routing;

namespace Synqup.Host.Plugins;

/// <summary>Finds the one assembly in a folder that is the plugin, and refuses what must not be loaded.</summary>
internal static class PluginFolder
{
    /// <exception cref="PluginFault">There is not exactly one such assembly.</exception>
    public static PluginAssembly MainAssembly(string folder)
    {
        var damaged = new List<string>();
        var candidates = new List<PluginAssembly>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            try
            {
                if (PluginAssembly.Read(path) is { Sdk: not null } assembly) candidates.Add(assembly);
            }
            catch (BadImageFormatException)
            {
                damaged.Add(Path.GetFileName(path));
            }
        }

        // Two assemblies may share a helper that knows the SDK; only a plugin is built with a list of its dependencies.
        var mains = candidates.Where(one => File.Exists(Path.ChangeExtension(one.Path, ".deps.json"))).ToList();
        if (mains is [var main]) return main;
        if (candidates is [var only]) return only;

        throw new PluginFault(PluginState.Failed, candidates.Count switch
        {
            > 1 => $"Several assemblies in {folder} could be the plugin ({Names(candidates)}). Keep one plugin per folder, with its .deps.json beside it.",
            _ when damaged.Count > 0 => $"{string.Join(", ", damaged)} in {folder} is not a readable .NET assembly (bad image): the copy is incomplete or damaged. Copy the plugin again.",
            _ => $"No assembly in {folder} refers to {PluginAssembly.SdkName}, so there is no plugin in it. Copy the plugin's whole output folder there, or remove the folder.",
        });
    }

    /// <summary>A plugin brings what it needs. What it lacks would silently be taken from the host, in a version it was never tested with.</summary>
    public static void RequireDependencies(PluginAssembly main, IReadOnlySet<string> framework)
    {
        var folder = Path.GetDirectoryName(main.Path)!;
        var own = Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { PluginAssembly.SdkName, main.Name };
        var open = new Queue<PluginAssembly>([main]);
        while (open.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.References.Where(name => seen.Add(name)))
            {
                var path = own[name].FirstOrDefault();
                if (path is null && !framework.Contains(name))
                {
                    throw new PluginFault(PluginState.Failed, $"{Path.GetFileName(assembly.Path)} needs {name}.dll, which is not in {folder} (missing dependency). Copy the plugin's whole output folder (set EnableDynamicLoading in its project), not only its own dll.");
                }

                if (path is not null && PluginAssembly.Read(path) is { } dependency) open.Enqueue(dependency);
            }
        }
    }

    private static string Names(IEnumerable<PluginAssembly> assemblies) => string.Join(", ", assemblies.Select(one => Path.GetFileName(one.Path)));
}
