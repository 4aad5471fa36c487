using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Routing;
using Synqup.Host.Plugins;

namespace Synqup.Host.Commands;

internal static class PluginCheck
{
    public static IEnumerable<Finding> Findings(IServiceProvider services)
    {
        var plugins = services.GetRequiredService<IPluginCatalog>().Plugins;
        return plugins.Count == 0
            ? [new Finding(CheckArea.Plugins, PluginCatalog.BesideTheProgram, "No plugin was found.", "Copy the program's plugins folder beside it again.")]
            : plugins.Select(one => one.State == PluginState.Active
                ? new Finding(CheckArea.Plugins, $"{one.Key} {one.Version}")
                : new Finding(CheckArea.Plugins, one.Key, $"It is {one.State.ToString().ToLowerInvariant()}.", one.Reason));
    }
}
