using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>
/// What happened to every delivery, durable before anybody hears of it. Each write returns after its commit; writes that wait
/// at the same time share one. When a commit fails, its callers and every later one get a <see cref="LedgerException"/>.
/// </summary>
internal sealed class DeliveryLedger : IBatchLedger, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LedgerSignal> _outboxSignals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LedgerSignal> _dueSignals = new(StringComparer.Ordinal);
    private readonly LedgerReaders _readers;
    private readonly LedgerWriter _writer;

    private readonly string _path;

    private DeliveryLedger(LedgerConnection connection, string path, TimeProvider time, ILogger logger)
    {
        _path = path;
        _readers = new LedgerReaders(path);
        _writer = new LedgerWriter(connection, path, time, logger, Wake);
        Queries = new LedgerQueries(_readers);
    }

    /// <summary>The cause why nothing can be written any more; null while all is well.</summary>
    public LedgerException? Failure => _writer.Failure;

    /// <summary>What people ask.</summary>
    public LedgerQueries Queries { get; }

    /// <summary>How many transactions were committed since it was opened.</summary>
    internal long Commits => _writer.Commits;

    /// <param name="path">Fully qualified; its folder is made when it is not there.</param>
    /// <exception cref="LedgerException">The file is damaged, made by a newer version, or on a network drive.</exception>
    public static Task<DeliveryLedger> OpenAsync(string path, TimeProvider time, ILogger<DeliveryLedger> logger, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new DeliveryLedger(LedgerFile.Open(path, LedgerSchema.Steps, LedgerSchema.Program, time.GetUtcNow()), path, time, logger));
    }

    /// <summary>Looks through a file that was too large for that when it was opened. On the caller's thread.</summary>
    /// <exception cref="LedgerException">It is damaged.</exception>
    public void Check(CancellationToken cancellationToken)
    {
        if (!LedgerFile.IsCheckedAtOnce(_path))
        {
            _readers.Read(
                connection =>
                {
                    LedgerFile.Check(connection, _path, cancellationToken);
                    return true;
                },
                cancellationToken);
        }
    }

    public Task<LedgerCursor> CursorAsync(string source, CancellationToken cancellationToken) =>
        Read(connection => DueEntries.ReadCursor(connection, source), cancellationToken);

    /// <summary>Records a page and the cursor behind it.</summary>
    /// <param name="full">The page was asked for without a sequence.</param>
    public Task<RecordedPage> RecordPageAsync(string source, DocumentPage page, bool full, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => PageRecording.Record(transaction, source, page, full), cancellationToken);

    /// <summary>What is to be worked on now: listed ones and deferred ones that are due, in the order of their ids.</summary>
    public Task<IReadOnlyList<LedgerEntry>> DueAsync(string source, DateTimeOffset now, long afterId, int limit, CancellationToken cancellationToken) =>
        Read(connection => DueEntries.Read(connection, source, now, afterId, limit), cancellationToken);

    /// <summary>What is open, due or not, in the order of their ids; one delivery of each document, since one that waits for an earlier delivery is not among them.</summary>
    public Task<IReadOnlyList<LedgerEntry>> OpenEntriesAsync(string source, long afterId, int limit, CancellationToken cancellationToken) =>
        Read(connection => DueEntries.ReadOpen(connection, source, afterId, limit), cancellationToken);

    /// <summary>When the next entry becomes due after a moment: the one of the last <see cref="DueAsync"/>, since what that answered stays due while it is worked on.</summary>
    /// <returns>Null when none waits for a time.</returns>
    public Task<DateTimeOffset?> NextDueAsync(string source, DateTimeOffset after, CancellationToken cancellationToken) =>
        Read(connection => DueEntries.ReadNext(connection, source, after), cancellationToken);

    /// <summary>Completes at the next change after which something may be due earlier than before. Take it before asking.</summary>
    public Task DueChanged(string source) => _dueSignals.GetOrAdd(source, static _ => new LedgerSignal()).Next;

    /// <summary>The configuration changed: what waits for that is due now.</summary>
    /// <returns>How many became due.</returns>
    public Task<int> ReleaseUnroutableAsync(string source, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Setbacks.ReleaseUnroutable(transaction, source), cancellationToken);

    /// <summary>Not now. Counts an attempt where it is due again by itself: waiting for the configuration is none. Entries that are no longer open are left alone, here and in the next three.</summary>
    /// <returns>How many were open.</returns>
    public Task<int> DeferAsync(IReadOnlyList<Setback> setbacks, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Setbacks.Record(transaction, setbacks, DeliveryState.Deferred), cancellationToken);

    /// <summary>Needs a person.</summary>
    public Task<int> QuarantineAsync(IReadOnlyList<Setback> setbacks, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Setbacks.Record(transaction, setbacks, DeliveryState.Quarantined), cancellationToken);

    /// <summary>Can never be delivered.</summary>
    public Task<int> RejectAsync(IReadOnlyList<Setback> setbacks, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Setbacks.Record(transaction, setbacks, DeliveryState.Rejected), cancellationToken);

    /// <summary>No longer shared, or deleted. What was listed again since the source was asked is left alone: it is offered again.</summary>
    /// <returns>The numbers of the entries that are closed by it.</returns>
    public Task<IReadOnlySet<long>> WithdrawAsync(IReadOnlyList<Withdrawal> withdrawals, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Setbacks.Withdraw(transaction, withdrawals), cancellationToken);

    /// <summary>What is in a batch, and was not acknowledged before; few, and none after a clean stop.</summary>
    public Task<IReadOnlyList<LedgerEntry>> PublishingEntriesAsync(string source, CancellationToken cancellationToken) =>
        Read(connection => DueEntries.ReadPublishing(connection, source), cancellationToken);

    /// <summary>Documents of which the source was told that they are delivered: not to be delivered again, and to be looked at by a person where this ledger did not know it.</summary>
    /// <returns>Of how many it did not.</returns>
    public Task<int> LearnAsync(string source, IReadOnlyList<DeliveredDocument> documents, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Learning.Record(transaction, source, documents), cancellationToken);

    /// <summary>The same of entries that are not delivered here.</summary>
    public Task<int> LearnAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Learning.Record(transaction, entries), cancellationToken);

    /// <summary>What people decided and nobody has begun to carry out.</summary>
    public Task<IReadOnlyList<OpenDecision>> DecisionsAsync(string source, CancellationToken cancellationToken) =>
        Read(connection => Decisions.ReadOpen(connection, source), cancellationToken);

    /// <summary>Carries out a decision that needs no disk. A delivery that was settled otherwise since is left alone, and the decision says so.</summary>
    /// <returns>What came of it; null when it is not open any more, or only its root can carry it out.</returns>
    public Task<string?> CarryOutAsync(OpenDecision decision, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Decisions.CarryOut(transaction, decision), cancellationToken);

    /// <summary>A decision cannot be carried out.</summary>
    /// <param name="obstacle">What the same again would meet.</param>
    public Task RefuseAsync(OpenDecision decision, Obstacle obstacle, string reason, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Decisions.Refuse(transaction, decision, obstacle, reason), cancellationToken);

    /// <summary>A decision cannot be carried out yet.</summary>
    public Task WaitAsync(OpenDecision decision, string cause, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Decisions.Wait(transaction, decision.Id, cause), cancellationToken);

    /// <summary>
    /// From here on the renames of these sets may happen. The same batch again replaces what is known of the sets given; a set that
    /// is not known is made from the record.
    /// </summary>
    /// <returns>
    /// The sets that may not be published: settled already, or since they were staged cancelled, replaced, quarantined, or waiting
    /// for an earlier delivery of their document.
    /// </returns>
    public Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Publication.Begin(transaction, batch), cancellationToken);

    /// <summary>Sets ended: delivered (the source will be told of the files) or quarantined (the source will be told the reason).</summary>
    public Task SettleAsync(IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Publication.Settle(transaction, outcomes), cancellationToken);

    public Task<RootHistory> ReadRootAsync(string root, CancellationToken cancellationToken) =>
        Read(connection => Batches.ReadRoot(connection, root), cancellationToken);

    /// <summary>A root is entered: what is known of it by its marker, under whatever path that was, belongs to this path from here on.</summary>
    public Task<RootHistory> EnterRootAsync(string root, string shown, string marker, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Roots.Enter(transaction, root, shown, marker), cancellationToken);

    public Task<string?> FindRootAsync(string marker, CancellationToken cancellationToken) => Queries.FindRootAsync(marker, cancellationToken);

    public Task<IReadOnlyList<DeliveryState?>> StatesAsync(IReadOnlyList<SetRecord> sets, CancellationToken cancellationToken) =>
        Read(connection => Batches.ReadStates(connection, sets), cancellationToken);

    /// <summary>Numbers of the batches of which nothing is open any more, so that their manifests can go.</summary>
    public Task<IReadOnlyList<long>> ClosedBatchesAsync(string root, CancellationToken cancellationToken) =>
        Read(connection => Batches.ReadClosed(connection, root), cancellationToken);

    public Task ForgetBatchesAsync(string root, IReadOnlyList<long> numbers, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Publication.Forget(transaction, root, numbers), cancellationToken);

    /// <summary>Root and ledger do not know of the same batches: kept until a person closes it.</summary>
    /// <returns>Whether it is a new one.</returns>
    public Task<bool> DivergedAsync(Divergence divergence, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Divergences.Record(transaction, divergence), cancellationToken);

    /// <summary>A root counts so many batches already: said of a ledger that is made anew, so that it is not taken for an old copy.</summary>
    public Task CountedAsync(string root, long newest, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Roots.Counted(transaction.Connection, root, newest), cancellationToken);

    /// <summary>The next listing is a full one.</summary>
    public Task ListAnewAsync(string source, CancellationToken cancellationToken) => _writer.WriteAsync(transaction =>
    {
        transaction.Connection.Run("UPDATE source SET last_full_listing = 0 WHERE id = ?", transaction.Source(source));
        return true;
    }, cancellationToken);

    /// <summary>The oldest acknowledgements that the source has not answered yet.</summary>
    public Task<IReadOnlyList<Acknowledgement>> OutboxAsync(string source, int limit, CancellationToken cancellationToken) =>
        Read(connection => Outbox.Read(connection, source, limit), cancellationToken);

    /// <summary>Completes when something is put into the outbox after this call. Take it before looking.</summary>
    public Task OutboxChanged(string source) => _outboxSignals.GetOrAdd(source, static _ => new LedgerSignal()).Next;

    /// <summary>The source's answers: they leave the outbox; what was delivered is acknowledged, unless the source calls it invalid.</summary>
    /// <returns>How many deliveries were settled by them.</returns>
    public Task<int> AnsweredAsync(string source, IReadOnlyList<AcknowledgementResult> results, CancellationToken cancellationToken) =>
        _writer.WriteAsync(transaction => Outbox.Answer(transaction, source, results), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }

    private Task<T> Read<T>(Func<LedgerConnection, T> read, CancellationToken cancellationToken) => Task.FromResult(_readers.Read(read, cancellationToken));

    private void Wake(LedgerTransaction transaction)
    {
        foreach (var name in transaction.OutboxChanged)
            Wake(_outboxSignals, name);
        foreach (var name in transaction.DueChanged)
            Wake(_dueSignals, name);
    }

    private static void Wake(ConcurrentDictionary<string, LedgerSignal> signals, string source)
    {
        if (signals.TryGetValue(source, out var signal))
            signal.Set();
    }
}
