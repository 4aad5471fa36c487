using Microsoft.Extensions.Logging;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>What one connection's pipeline is made of. Each connection has a source, a ledger and a configuration of its own.</summary>
internal sealed record PipelineParts
{
    public required IDocumentSource Source { get; init; }

    public required DeliveryLedger Ledger { get; init; }

    public required ConfigurationFeed Configuration { get; init; }

    /// <summary>Outlives the pipeline where that is started anew. One pass runs it itself.</summary>
    public required Announcement Announcement { get; init; }

    /// <summary>
    /// Makes the root for a local path, the path as the template shows it, and a question: whether this agent took the place of
    /// another one. Called after the source has accepted this agent.
    /// </summary>
    public required Func<string, string, Func<string, bool>, DeliveryRoot> OpenRoot { get; init; }

    /// <summary>Looks after the ledger's file; null where nobody does, as in a simulation.</summary>
    public LedgerCare? Care { get; init; }

    public required ConcurrencySettings Concurrency { get; init; }

    /// <summary>Null: room is not looked at.</summary>
    public DiskSpace? Space { get; init; }

    public required PipelineProgress Progress { get; init; }

    /// <summary>Of this connection.</summary>
    public required HealthBoard Health { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Logging { get; init; }

    public ILogger<T> Log<T>() => Logging.CreateLogger<T>();
}
