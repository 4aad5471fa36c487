using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Routing;
using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>Lists what is to be fetched. A page is durable in the ledger before the next is asked for; contents come later.</summary>
internal sealed partial class FetchStage(
    PipelineParts parts, RunMode mode, Announcement announcement, InFlight inFlight, Action<RoutingTable> configured)
{
    private readonly ILogger _logger = parts.Log<FetchStage>();
    private bool _configured;

    private const int PageSize = 1000;

    /// <summary>How long one listing waits at the source; also how soon a changed configuration is noticed while nothing arrives.</summary>
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FullListingEvery = TimeSpan.FromDays(1);

    /// <summary>Lists until cancelled, or until there is nothing more in one pass.</summary>
    public async Task RunAsync(ChannelWriter<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var full = false;
        for (var failures = 0; ;)
        {
            await announcement.AcceptedAsync(cancellationToken);
            try
            {
                await RefreshAsync(cancellationToken);
                var cursor = await parts.Ledger.CursorAsync(parts.Source.Name, cancellationToken);
                full |= cursor.After is null || parts.Time.GetUtcNow() - cursor.LastFullListing >= FullListingEvery;
                var page = await parts.Source.ListAsync(full ? null : cursor.After, PageSize, mode == RunMode.OnePass || full ? TimeSpan.Zero : LongPoll, cancellationToken);
                failures = 0;
                var recorded = await parts.Ledger.RecordPageAsync(parts.Source.Name, page, full, cancellationToken);
                full = false;
                Report(recorded);
                if (page.Items.Count > 0)
                    await RefreshAsync(cancellationToken);
                foreach (var entry in recorded.New)
                {
                    // Back-pressure: the next page is asked for when this one has found its way.
                    if (inFlight.TryAdd(entry.Id))
                        await entries.WriteAsync(entry, cancellationToken);
                }
                if (page.Items.Count == 0 && mode == RunMode.OnePass)
                    return;
            }
            catch (SourceException e)
            {
                full |= e.Failure == SourceFailure.UnknownSequence;
                if (failures++ == 0)
                    Waiting(_logger, parts.Source.Name, e.Message);
                if (mode == RunMode.OnePass && failures > SyncPipeline.PassPatience)
                    throw;
                await Task.Delay(e.RetryAfter ?? RetryLadder.Reconnection.After(failures), parts.Time, cancellationToken);
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var changed = await parts.Configuration.RefreshAsync(cancellationToken);
        if ((changed || !_configured) && parts.Configuration.Table is { } table)
        {
            _configured = true;
            configured(table);
            await parts.Ledger.ReleaseUnroutableAsync(parts.Source.Name, cancellationToken);
        }
    }

    private void Report(RecordedPage recorded)
    {
        parts.Progress.Listed(recorded.New.Count);
        if (recorded.New.Count > 0)
            Listed(_logger, parts.Source.Name, recorded.New.Count);
        foreach (var entry in recorded.ChangedAtSource)
            ChangedAtSource(_logger, entry.Document.Number, entry.Document.Id);
        if (recorded.AcknowledgedAgain.Count > 0)
            AcknowledgedAgain(_logger, parts.Source.Name, recorded.AcknowledgedAgain.Count);
        parts.Health.Replace("source.changed", recorded.ChangedAfterPublishing.Select(e =>
            (e.Document.Id, HealthSeverity.Warning,
                $"Document {e.Document.Number ?? e.Document.Id} has other content at {parts.Source.Name} than what was delivered under the same delivery number.",
                "The delivered file stays. Ask the office for a redelivery if the new content is the right one.")));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} lists {Count} new documents")]
    private static partial void Listed(ILogger logger, string source, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Number} ({Document}) has other content at the source now: quarantined")]
    private static partial void ChangedAtSource(ILogger logger, string? number, string document);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} lists {Count} documents that are delivered already: acknowledged again")]
    private static partial void AcknowledgedAgain(ILogger logger, string source, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listing {Source} waits: {Problem}")]
    private static partial void Waiting(ILogger logger, string source, string problem);
}
