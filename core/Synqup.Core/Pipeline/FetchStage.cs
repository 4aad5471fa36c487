using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;
using Synqup.Core.Routing;
using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>Lists what is to be fetched. A page is durable in the ledger before the next is asked for; contents come later.</summary>
internal sealed partial class FetchStage(
    PipelineParts parts, RunMode mode, Announcement announcement, InFlight inFlight, Signal backlog, WithdrawalCheck withdrawals, Func<RoutingTable, CancellationToken, Task> configured)
{
    private const int PageSize = 1000;

    /// <summary>How long one listing waits at the source; also how soon a changed configuration is noticed while nothing arrives.</summary>
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FullListingEvery = TimeSpan.FromDays(1);

    private readonly ILogger _logger = parts.Log<FetchStage>();
    private readonly ListingReport _report = new(parts);
    private readonly OldLedgerCheck _old = new(parts);
    private bool _applied;

    /// <summary>Lists until cancelled, or until there is nothing more in one pass.</summary>
    public async Task RunAsync(ChannelWriter<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var (full, isKnown) = (false, false);
        for (var outage = new Outage(mode, parts.Time); ;)
        {
            await announcement.AcceptedAsync(cancellationToken);
            try
            {
                outage.Asking();
                var cursor = await parts.Ledger.CursorAsync(parts.Source.Name, cancellationToken);
                full |= cursor.After is null || parts.Time.GetUtcNow() - cursor.LastFullListing >= FullListingEvery;
                if (full || !isKnown)
                    await _old.RunAsync(cursor.After, cancellationToken);
                isKnown = true;
                await RefreshAsync(cancellationToken);
                var page = await parts.Source.ListAsync(full ? null : cursor.After, PageSize, mode == RunMode.OnePass || full ? TimeSpan.Zero : LongPoll, cancellationToken);
                outage.Answered();
                var recorded = await parts.Ledger.RecordPageAsync(parts.Source.Name, page, full, cancellationToken);
                await _report.ShowAsync(recorded, last: page.Items.Count == 0, cancellationToken);
                full = false;
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
            catch (SourceException e) when (e.Failure == SourceFailure.UnknownSequence || outage.MayWait(e))
            {
                full |= e.Failure == SourceFailure.UnknownSequence;
                // What was recorded just before it failed is in the ledger only.
                backlog.Set();
                if (outage.Failures == 0)
                    Waiting(_logger, parts.Source.Name, e.Message);
                await outage.WaitAsync(e, cancellationToken);
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (await parts.Configuration.RefreshAsync(cancellationToken))
            _applied = false;
        if (_applied || parts.Configuration.Table is not { } table)
            return;
        await configured(table, cancellationToken);
        // A customer may have left it: before its documents are routed anew, and reported to the source for having no place to go.
        await withdrawals.RunAsync(cancellationToken);
        announcement.Withdrew(table.Version);
        await parts.Ledger.ReleaseUnroutableAsync(parts.Source.Name, cancellationToken);
        _applied = true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listing {Source} waits: {Problem}")]
    private static partial void Waiting(ILogger logger, string source, string problem);
}
