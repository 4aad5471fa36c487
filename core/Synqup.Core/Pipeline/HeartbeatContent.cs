using System.Runtime.InteropServices;
using System.Text.Json;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Pipeline;

/// <summary>What a heartbeat says of this agent.</summary>
internal sealed class HeartbeatContent(string source, AgentIdentity agent, IPluginCatalog plugins, HealthBoard health, DeliveryLedger ledger)
{
    /// <summary>What is found of plugins does not change while the agent runs.</summary>
    private readonly Lazy<IReadOnlyList<PluginReport>> _plugins = new(() => [.. plugins.Plugins.Select(Report)]);

    public async Task<Heartbeat> DescribeAsync(Standing standing, CancellationToken cancellationToken)
    {
        var summary = await ledger.Queries.SummaryAsync(source, cancellationToken);
        var open = summary.Outbox + summary.ByState[DeliveryState.Publishing] + summary.ByState[DeliveryState.Delivered];
        return new Heartbeat(
            agent.Version, RuntimeInformation.OSDescription, agent.InstanceId, _plugins.Value,
            [.. health.Problems.Select(p => new HealthReport(p.Code, p.Severity == HealthSeverity.Error ? "error" : "warning", p.Message, p.Remedy, p.Since))],
            summary.LastAcknowledgedSequence, Released: standing == Standing.Replaced && open == 0);
    }

    private static PluginReport Report(LoadedPlugin loaded)
    {
        var descriptor = loaded.Plugin?.Descriptor;
        return new PluginReport(
            loaded.Key, loaded.Version, loaded.DisplayName, loaded.State.ToString().ToLowerInvariant(), loaded.Reason,
            descriptor is null ? null : Paths(descriptor.DefaultPaths),
            descriptor is null ? null : JsonSerializer.SerializeToElement(descriptor.OptionsSchema()));
    }

    private static ConfigurationPaths Paths(DestinationPaths paths) =>
        new(paths.Purchases?.Text, paths.Sales?.Text, paths.Statements?.Text, paths.Documents?.Text);
}

/// <param name="Version">Of the agent.</param>
/// <param name="InstanceId">Of this installation on this machine.</param>
internal sealed record AgentIdentity(string Version, string InstanceId);
