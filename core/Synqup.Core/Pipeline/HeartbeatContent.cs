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
    private volatile string? _configuration;
    private long? _acknowledged;

    /// <summary>What knows of the documents; null while there is none.</summary>
    public DeliveryLedger? Ledger
    {
        set => _ledger = value;
    }

    /// <summary>The version of the configuration that is in force, once what it took from this agent is withdrawn; null before.</summary>
    public string? Configuration
    {
        set => _configuration = value;
    }

    /// <param name="standing">What the source thinks of this agent.</param>
    /// <param name="publishing">Whether a batch is being published that the ledger may not know of yet.</param>
    /// <param name="cancellationToken">Nothing is said.</param>
    public async Task<Heartbeat> DescribeAsync(Standing standing, bool publishing, CancellationToken cancellationToken)
    {
        var agent = identify();
        // Before looking at what is open: said of a later configuration, it would be no promise.
        var configuration = standing == Standing.Replaced ? null : _configuration;
        var knows = configuration is not null || standing == Standing.Replaced;
        var released = await IsNothingOpenAsync(cancellationToken) && !publishing && knows;
        return new Heartbeat(
            agent.Version, RuntimeInformation.OSDescription, agent.InstanceId, _plugins.Value,
            [.. health.Reported.Select(p => new HealthReport(p.Code, p.Severity == HealthSeverity.Error ? "error" : "warning", p.Message, p.Remedy, p.Since))],
            _acknowledged, released, configuration);
    }

    /// <summary>Whether the source has heard of every delivery; false while no ledger can say it, which keeps nothing else from being said.</summary>
    private async Task<bool> IsNothingOpenAsync(CancellationToken cancellationToken)
    {
        if (_ledger is not { } ledger)
            return false;
        try
        {
            var summary = await ledger.Queries.SummaryAsync(source, cancellationToken);
            _acknowledged = summary.LastAcknowledgedSequence;
            return summary.Outbox + summary.ByState[DeliveryState.Publishing] + summary.ByState[DeliveryState.Delivered] == 0;
        }
        catch (Exception e) when (e is LedgerException or ObjectDisposedException)
        {
            return false;
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
