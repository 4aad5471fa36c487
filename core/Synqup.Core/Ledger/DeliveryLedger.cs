using Microsoft.Extensions.Logging;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>
/// What happened to every delivery, durable before anybody hears of it. Each write returns after its commit; writes that wait
/// at the same time share one. When a commit fails, its callers and every later one get a <see cref="LedgerException"/>.
/// </summary>
internal sealed class DeliveryLedger : IAsyncDisposable
{
    /// <summary>The cause why nothing can be written any more; null while all is well.</summary>
    public LedgerException? Failure => throw new NotImplementedException();

    /// <summary>What people ask.</summary>
    public LedgerQueries Queries => throw new NotImplementedException();

    /// <exception cref="LedgerException">The file is damaged, made by a newer version, or on a network drive.</exception>
    public static Task<DeliveryLedger> OpenAsync(string path, TimeProvider time, ILogger<DeliveryLedger> logger, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<LedgerCursor> CursorAsync(string source, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Records a page and the cursor behind it.</summary>
    /// <param name="full">The page was asked for without a sequence.</param>
    public Task<RecordedPage> RecordPageAsync(string source, DocumentPage page, bool full, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What is to be worked on now: listed ones and deferred ones that are due, in the order of their ids.</summary>
    public Task<IReadOnlyList<LedgerEntry>> DueAsync(string source, DateTimeOffset now, long afterId, int limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>When the next deferred entry is due; null when none waits for a time.</summary>
    public Task<DateTimeOffset?> NextDueAsync(string source, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Completes at the next change after which <see cref="NextDueAsync"/> may answer an earlier time. Take it before asking.</summary>
    public Task DueChanged(string source) => throw new NotImplementedException();

    /// <summary>The configuration changed: what waits for that is due now.</summary>
    /// <returns>How many became due.</returns>
    public Task<int> ReleaseUnroutableAsync(string source, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Not now. Counts an attempt. Entries that are no longer open are left alone; so do the next three.</summary>
    public Task DeferAsync(IReadOnlyList<Setback> setbacks, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Needs a person.</summary>
    public Task QuarantineAsync(IReadOnlyList<Setback> setbacks, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Can never be delivered.</summary>
    public Task RejectAsync(IReadOnlyList<Setback> setbacks, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>No longer shared, or deleted.</summary>
    public Task WithdrawAsync(IReadOnlyList<Setback> setbacks, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A person lets quarantined or rejected entries go: under their committed names when they have a batch (Publishing again), else from the start.</summary>
    public Task ReleaseAsync(IReadOnlyList<long> entryIds, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A person drops quarantined entries.</summary>
    public Task DiscardAsync(IReadOnlyList<long> entryIds, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>From here on the renames of this batch may happen.</summary>
    /// <returns>The sets that are not to be published after all: cancelled, replaced or quarantined since they were staged.</returns>
    public Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Another free name for a whole set, before its first rename.</summary>
    /// <param name="files">All files of the set, in its order, with the new names.</param>
    public Task RenameCommittedAsync(string source, string documentId, long deliveryNumber, IReadOnlyList<FileRecord> files, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Sets ended: delivered (the source will be told of the files) or quarantined (the source will be told the reason).</summary>
    public Task SettleAsync(string root, long number, IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Takes over a manifest that the ledger does not know: what is open or unknown here is in Publishing afterwards, the rest stays as it is.</summary>
    public Task AdoptAsync(BatchRecord batch, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The batches with a set in Publishing, with those sets only.</summary>
    public Task<IReadOnlyList<BatchRecord>> OpenBatchesAsync(string root, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Every batch that is not forgotten yet, with all its sets.</summary>
    public Task<IReadOnlyList<BatchStanding>> BatchesAsync(string root, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The highest number ever used for a root, forgotten ones included; null when none.</summary>
    public Task<long?> NewestBatchAsync(string root, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Numbers of the batches of which nothing is open any more, so that their manifests can go.</summary>
    public Task<IReadOnlyList<long>> ClosedBatchesAsync(string root, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task ForgetBatchesAsync(string root, IReadOnlyList<long> numbers, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The oldest acknowledgements that the source has not answered yet.</summary>
    public Task<IReadOnlyList<Acknowledgement>> OutboxAsync(string source, int limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Completes when something is put into the outbox after this call. Take it before looking.</summary>
    public Task OutboxChanged(string source) => throw new NotImplementedException();

    /// <summary>The source's answers: they leave the outbox; what was delivered is acknowledged, unless the source calls it invalid.</summary>
    public Task AnsweredAsync(string source, IReadOnlyList<AcknowledgementResult> results, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
