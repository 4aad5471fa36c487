using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Synqup.Core.Configuration;
using Synqup.Core.Health;
using Synqup.Core.Pipeline;
using Synqup.Core.Routing;
using Synqup.Host.Plugins;

namespace Synqup.Host.Agent;

/// <summary>The service: one pipeline per connection, each for itself, until the process is told to stop.</summary>
internal sealed partial class AgentRun(
    AgentSettings settings, ConnectionParts parts, IPluginCatalog plugins, HealthBoard health, AgentStatus status, TimeProvider time, ILoggerFactory logging, ILogger<AgentRun> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        status.Begin();
        Started(AgentVersion.Current, settings.DataFolder, settings.Connections.Count);
        ReportPlugins();
        await Task.WhenAll(settings.Connections.Select(connection => new PipelineRunner(
            connection.Name, parts.Announce(connection.Name, RunMode.Continuous), (announcement, cancellation) => parts.OpenAsync(connection.Name, announcement, new PipelineProgress(), cancellation), health.Of(connection.Name), time, logging.CreateLogger<PipelineRunner>())
            .RunAsync(stoppingToken)));
        Stopped();
    }

    private void ReportPlugins()
    {
        if (PluginCatalog.FolderProblem(settings) is { } problem)
        {
            health.Raise("plugin.noFolder", settings.PluginsFolder, HealthSeverity.Warning, problem, PluginCatalog.FolderRemedy);
            NoPluginsFolder(problem);
        }

        foreach (var plugin in plugins.Plugins.Where(one => one.State != PluginState.Active))
        {
            PluginNotUsed(plugin.Folder, plugin.State, plugin.Reason);
            health.Raise("plugin.notActive", plugin.Folder, HealthSeverity.Warning, $"The plugin {plugin.Key} is not used: {plugin.Reason}", PluginCatalog.BrokenRemedy);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Synqup {Version} started with data folder {DataFolder}; connections: {Connections}")]
    private partial void Started(string version, string dataFolder, int connections);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped; what was being published is finished")]
    private partial void Stopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void NoPluginsFolder(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The plugin in {Folder} is {State}: {Reason}")]
    private partial void PluginNotUsed(string folder, PluginState state, string? reason);
}
