using Synqup.Core.Routing;
using Synqup.Plugins.GenericFolder;
using Synqup.Plugins.Winbooks;
using Synqup.Sdk;

namespace Synqup.Chaos.Worlds;

/// <summary>The real plugins, without the folders in which the host finds them.</summary>
internal sealed class Plugins : IPluginCatalog
{
    private readonly IReadOnlyList<LoadedPlugin> _plugins = [.. new IDestinationPlugin[] { new GenericFolderPlugin(), new WinbooksPlugin() }
        .Select(p => new LoadedPlugin(p.Descriptor.Key, p.Descriptor.DisplayName, "1.0", PluginState.Active, null, p, ""))];

    IReadOnlyList<LoadedPlugin> IPluginCatalog.Plugins => _plugins;

    public bool TryFind(string key, out IDestinationPlugin plugin, out string problem)
    {
        plugin = _plugins.FirstOrDefault(p => p.Key == key)?.Plugin!;
        problem = $"There is no plugin {key}.";
        return plugin is not null;
    }
}
