using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Configuration;
using Synqup.Core.Routing;
using Synqup.Host.Plugins;

namespace Synqup.Host.Commands;

internal static class PluginCheck
{
    public static IEnumerable<Finding> Findings(IServiceProvider services, AgentSettings settings)
    {
        if (PluginCatalog.FolderProblem(settings) is { } problem) yield return new Finding(CheckArea.Plugins, settings.PluginsFolder, problem, PluginCatalog.FolderRemedy);
        var plugins = services.GetRequiredService<IPluginCatalog>().Plugins;
        if (plugins.Count == 0) yield return new Finding(CheckArea.Plugins, PluginCatalog.BesideTheProgram, "No plugin was found.", "Copy the program's plugins folder beside it again.");
        foreach (var one in plugins)
        {
            yield return one.State == PluginState.Active
                ? new Finding(CheckArea.Plugins, $"{one.Key} {one.Version}")
                : new Finding(CheckArea.Plugins, $"{one.Key} ({one.State.ToString().ToLowerInvariant()})", one.Reason, PluginCatalog.BrokenRemedy);
        }
    }
}
