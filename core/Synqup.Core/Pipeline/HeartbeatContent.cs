using System.Runtime.InteropServices;
using System.Text.Json;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Pipeline;

/// <summary>What a heartbeat says of this agent.</summary>
internal sealed class HeartbeatContent(string source, Func<AgentIdentity> identify, IPluginCatalog plugins, HealthBoard health)
{
    /// <summary>What is found of plugins does not change while the agent runs.</summary>
    private readonly Lazy<IReadOnlyList<PluginReport>> _plugins = new(() => [.. plugins.Plugins.Select(Report)]);

    private volatile DeliveryLedger? _ledger;
    private long? _acknowledged;

    /// <summary>What knows of the documents; null while there is none.</summary>
    public DeliveryLedger? Ledger
    {
        set => _ledger = value;
    }

    public async Task<Heartbeat> DescribeAsync(Standing standing, CancellationToken cancellationToken)
    {
        var agent = identify();
        var open = await OpenAsync(cancellationToken);
        return new Heartbeat(
            agent.Version, RuntimeInformation.OSDescription, agent.InstanceId, _plugins.Value,
            [.. health.Problems.Select(p => new HealthReport(p.Code, p.Severity == HealthSeverity.Error ? "error" : "warning", p.Message, p.Remedy, p.Since))],
            _acknowledged, Released: standing == Standing.Replaced && open == 0);
    }

    /// <summary>How many deliveries the source is yet to hear of; null while no ledger can say it, which keeps nothing else from being said.</summary>
    private async Task<long?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_ledger is not { } ledger)
                return null;
            var summary = await ledger.Queries.SummaryAsync(source, cancellationToken);
            _acknowledged = summary.LastAcknowledgedSequence;
            return summary.Outbox + summary.ByState[DeliveryState.Publishing] + summary.ByState[DeliveryState.Delivered];
        }
        catch (Exception e) when (e is LedgerException or ObjectDisposedException)
        {
            return null;
        }
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
