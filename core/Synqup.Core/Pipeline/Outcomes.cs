using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Pipeline;

/// <summary>What documents that are not delivered (now) become: written to the ledger, said once, and no longer in flight.</summary>
internal sealed partial class Outcomes(DeliveryLedger ledger, InFlight inFlight, PipelineProgress progress, TimeProvider time, ILogger<Outcomes> logger)
{
    /// <summary>A document that nothing but a change elsewhere helps is reported to the source after this time.</summary>
    private static readonly TimeSpan PatienceWithoutRoute = TimeSpan.FromHours(1);

    /// <summary>From this try on, a document that does not get through is reported to the source.</summary>
    private const int ReportedTry = 3;

    /// <summary>Waits until the configuration or its destination changes.</summary>
    /// <param name="destination">Null where it has none, or is not known here.</param>
    /// <param name="passes">Whether the cause is a problem of its own, after which the documents travel by themselves.</param>
    public async Task WaitAsync(IReadOnlyList<(LedgerEntry Entry, string Reason)> items, string? destination, bool passes, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return;
        var now = time.GetUtcNow();
        await ledger.DeferAsync([.. items.Select(i =>
        {
            var patienceEnds = i.Entry.ListedAt + PatienceWithoutRoute;
            var report = now >= patienceEnds && i.Entry.ChangedAt < patienceEnds;
            return new Setback(i.Entry.Id, i.Reason, report, Passes: passes);
        })], cancellationToken);
        foreach (var (entry, reason) in items)
        {
            if (entry.Reason == reason)
                continue;
            if (destination is null)
                WaitsForAPlace(logger, entry.Document.Title, entry.Document.Id, reason);
            else
                Waits(logger, entry.Document.Title, entry.Document.Id, destination, reason);
        }
        Leave(items, progress.Deferred);
    }

    /// <summary>Tries again by the ladder.</summary>
    public async Task DeferAsync(IReadOnlyList<(LedgerEntry Entry, string Reason)> items, string destination, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return;
        var now = time.GetUtcNow();
        await ledger.DeferAsync([.. items.Select(i =>
        {
            var tries = i.Entry.Attempts + 1;
            return new Setback(i.Entry.Id, i.Reason, tries == ReportedTry, now + RetryLadder.Documents.After(tries, time));
        })], cancellationToken);
        foreach (var (entry, reason) in items)
            Deferred(logger, entry.Document.Title, entry.Document.Id, destination, entry.Attempts + 1, reason);
        Leave(items, progress.Deferred);
    }

    /// <summary>The destination can never take it.</summary>
    public async Task RejectAsync(IReadOnlyList<(LedgerEntry Entry, string Reason)> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return;
        await ledger.RejectAsync([.. items.Select(i => new Setback(i.Entry.Id, i.Reason, ReportError: true))], cancellationToken);
        foreach (var (entry, reason) in items)
            Rejected(logger, entry.Document.Title, entry.Document.Id, reason);
        Leave(items, progress.Rejected);
    }

    /// <summary>The source does not offer it any more; when it does again, it is listed again.</summary>
    /// <returns>Whether all are closed: one that was listed again meanwhile goes on.</returns>
    public async Task<bool> WithdrawAsync(IReadOnlyList<(LedgerEntry Entry, string Reason)> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return true;
        items = [.. items.Select(i => (i.Entry, Remedy.Withdrawn(i.Entry.Source, i.Reason)))];
        var closed = await ledger.WithdrawAsync([.. items.Select(i => new Withdrawal(i.Entry.Id, i.Entry.Document.Sequence, i.Reason))], cancellationToken);
        foreach (var (entry, reason) in items.Where(i => closed.Contains(i.Entry.Id)))
            Withdrawn(logger, entry.Document.Title, entry.Document.Id, reason);
        progress.Withdrawn(closed.Count);
        return closed.Count == items.Count;
    }

    /// <summary>Back to the ledger as it was: somebody takes it up again later.</summary>
    public void Park(IEnumerable<LedgerEntry> entries) => inFlight.Remove(entries.Select(e => e.Id));

    private void Leave(IReadOnlyList<(LedgerEntry Entry, string Reason)> items, Action<int> count)
    {
        count(items.Count);
        inFlight.Remove(items.Select(i => i.Entry.Id));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Number} ({Document}) has no place to go and waits: {Reason}")]
    private static partial void WaitsForAPlace(ILogger logger, string number, string document, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Number} ({Document}) for {Destination} waits: {Reason}")]
    private static partial void Waits(ILogger logger, string number, string document, string destination, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Number} ({Document}) for {Destination} was not delivered, try {Try}: {Reason}")]
    private static partial void Deferred(ILogger logger, string number, string document, string destination, int @try, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Document {Number} ({Document}) is withdrawn: {Reason}")]
    private static partial void Withdrawn(ILogger logger, string number, string document, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Number} ({Document}) cannot be delivered: {Reason}")]
    private static partial void Rejected(ILogger logger, string number, string document, string reason);
}
