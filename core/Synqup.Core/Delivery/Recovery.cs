using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>
/// What happens at every start, before anything else: manifests and ledger are brought together, and each file that one of them
/// binds is looked at. A plugin is never asked again.
/// </summary>
/// <param name="manifests">All of them: read before this removes anything.</param>
internal sealed partial class Recovery(RootSession session, RootIdentity identity, SortedDictionary<long, BatchRecord> manifests, RootHistory history, IBatchLedger ledger, ILogger logger)
{
    private readonly Publication _publication = new(session, ledger, logger);
    private readonly List<SetOutcome> _settled = [];
    private readonly List<WaitingSet> _waiting = [];
    private readonly List<BoundBatch> _batches = [.. manifests.Values.Select(m => new BoundBatch(m, null))];
    private ManifestStates _states = null!;

    /// <summary>The sets that another program holds, to be tried on.</summary>
    public List<(BoundBatch Batch, IReadOnlyList<BoundSet> Sets)> Held { get; } = [];

    /// <summary>The sets that wait until their folder can be read.</summary>
    public List<(BoundBatch Batch, IReadOnlyList<BoundSet> Sets)> Waiting { get; } = [];

    /// <param name="newest">The highest number that the root knows.</param>
    public async Task<RootReport> RunAsync(long newest, CancellationToken cancellationToken)
    {
        await CompareAsync(newest, cancellationToken);
        _states = await ManifestStates.ReadAsync(manifests, history, ledger, cancellationToken);
        var adopted = await AdoptAsync(cancellationToken);

        var publishing = _batches.ToDictionary(b => b.Number, b => Sets(b, s => s is DeliveryState.Publishing));
        foreach (var set in publishing.Values.SelectMany(s => s))
            session.Names.Hold(set);
        foreach (var batch in _batches)
        {
            foreach (var set in Sets(batch, s => s is DeliveryState.Quarantined))
                Publication.Keep(session, batch.Number, set);
            await LookForUndoneAsync(batch);
            await CommitNamesAsync(batch, publishing[batch.Number]);
            await ResolveAsync(batch, publishing[batch.Number]);
            RemoveStaged(Sets(batch, s => s is DeliveryState.Withdrawn or DeliveryState.Superseded or DeliveryState.Discarded or DeliveryState.Rejected));
        }
        await QuarantineWithoutManifestAsync(cancellationToken);
        RemoveUnknownToLedger(newest);
        var removed = session.Folders.RemoveLeftovers(session.StagedPrefix, Bound());
        return new(new(RootState.Ready), _settled, _waiting, adopted, removed);
    }

    /// <summary>Ledger first, then the root: a stop in between finds the same again, which is open already.</summary>
    private async Task CompareAsync(long newest, CancellationToken cancellationToken)
    {
        if (RootComparison.Compare(identity, session.Marker, newest, manifests, history, session.Now) is not { } found)
            return;
        if (await ledger.DivergedAsync(found, cancellationToken))
            Diverged(logger, DivergenceSentences.Problem(found));
        session.Manifests.RecordNewest([found.Last], found.Last);
    }

    /// <summary>
    /// What a manifest binds and the ledger does not know is publishing from here on. Sets that are not bound leave the manifest before
    /// their staged files go: else a later start would take those for imported.
    /// </summary>
    private async Task<int> AdoptAsync(CancellationToken cancellationToken)
    {
        var adopted = 0;
        foreach (var batch in _batches)
        {
            var unknown = batch.Record.Sets.Where(s => _states.IsUnknown(batch.Number, s)).ToList();
            if (unknown.Count > 0)
            {
                // The stop may have come between the manifest's rename and its flush.
                session.Manifests.Write(batch.Record);
                var refused = await ledger.PublishingAsync(batch.Record with { Sets = unknown }, cancellationToken);
                _states.Adopt(batch.Number, unknown, refused);
                adopted += unknown.Count - refused.Count;
            }
            var loose = batch.Record.Sets.Where(s => _states.Of(batch.Number, s) is null).ToList();
            if (loose.Count > 0)
            {
                batch.Remove(loose);
                session.Manifests.Write(batch.Record);
                foreach (var set in loose)
                    session.RemoveStaged(set);
            }
        }
        return adopted;
    }

    /// <summary>A stop between manifest and ledger left them with different names: those of the manifest are the later ones.</summary>
    private async Task CommitNamesAsync(BoundBatch batch, List<BoundSet> sets)
    {
        var renamed = sets.Select(s => s.Record).Where(s => _states.HasOtherNames(batch.Number, s)).ToList();
        if (renamed.Count > 0)
            await ledger.PublishingAsync(batch.Record with { Sets = renamed }, CancellationToken.None);
    }

    private async Task ResolveAsync(BoundBatch batch, List<BoundSet> sets)
    {
        if (sets.Count == 0)
            return;
        var resolved = await new Resolution(session, ledger, logger).ResolveAsync(batch, sets);
        _settled.AddRange(resolved.Settled.Select(Publication.Outcome));
        _waiting.AddRange(resolved.Waiting.Select(w => new WaitingSet(w.Set.Record, w.Cause)));
        if (resolved.Held.Count > 0)
            Held.Add((batch, resolved.Held));
        if (resolved.Waiting.Count > 0)
            Waiting.Add((batch, [.. resolved.Waiting.Select(w => w.Set)]));
    }

    /// <summary>A staged file that is there again although its set was delivered: a share lost a rename that it had flushed.</summary>
    private async Task LookForUndoneAsync(BoundBatch batch)
    {
        var evidence = new Evidence(session);
        var undone = new List<BoundSet>();
        foreach (var set in Sets(batch, s => s is DeliveryState.Delivered or DeliveryState.Acknowledged))
        {
            var staged = set.Record.Files.Where(evidence.SeesStaged).ToList();
            if (!history.Imported.Contains(SetKey.Of(set.Record)) && staged.FirstOrDefault(f => !evidence.SeesPublished(f)) is { } lost)
            {
                set.NeedsPerson($"Possibly imported: {lost.ShownPath} was delivered, and the share took that back. {Remedy.Decide(set.Record)}");
                undone.Add(set);
            }
            else if (staged.Count > 0)
            {
                RemoveStaged([set]);
            }
        }
        await _publication.SettleAsync(batch, undone);
        _settled.AddRange(undone.Select(Publication.Outcome));
    }

    /// <summary>The ledger binds sets of which the root knows nothing: without a manifest, what is not there tells nothing.</summary>
    private async Task QuarantineWithoutManifestAsync(CancellationToken cancellationToken)
    {
        var lost = history.Batches.Select(b => (Batch: b, Sets: b.Sets.Where(s => !_states.IsInManifest(b.Number, s)).ToList())).Where(b => b.Sets.Count > 0);
        foreach (var (record, candidates) in lost.ToList())
        {
            var states = await ledger.StatesAsync(candidates, cancellationToken);
            var batch = new BoundBatch(record, null);
            var sets = candidates.Where((_, i) => states[i] == DeliveryState.Publishing).Select(s => new BoundSet(s, null)).ToList();
            foreach (var set in sets)
                set.NeedsPerson($"Possibly imported: \"{identity.Shown}\" does not hold the list of batch {record.Number} any more, so it was restored or cleaned while {set.Record.Files[0].ShownPath} was being published. {Remedy.Decide(set.Record)}");
            foreach (var set in candidates.Where((_, i) => states[i] == DeliveryState.Quarantined).Select(s => new BoundSet(s, null)))
                Publication.Keep(session, record.Number, set);
            RemoveStaged(candidates.Where((s, i) => states[i] == DeliveryState.Discarded || history.Imported.Contains(SetKey.Of(s))).Select(s => new BoundSet(s, null)));
            await _publication.SettleAsync(batch, sets);
            _settled.AddRange(sets.Select(Publication.Outcome));
        }
    }

    /// <summary>The ledger forgets a closed batch before its manifest goes; a stop in between left the manifest.</summary>
    private void RemoveUnknownToLedger(long newest)
    {
        var closed = _batches.Where(b => b.Record.Sets.All(s => !_states.IsOpen(b.Number, s))).Select(b => b.Number).Where(n => history.Batches.All(h => h.Number != n)).ToList();
        session.Manifests.RecordNewest(closed, newest);
        session.Manifests.Remove(closed);
    }

    /// <summary>What is kept for a person is bound also where the manifest is gone: a release looks at the staged files.</summary>
    private HashSet<string> Bound() =>
        [.. _batches.SelectMany(b => b.Record.Sets.Where(s => _states.IsOpen(b.Number, s))).Concat(session.Kept.Values.SelectMany(k => k).Select(k => k.Record))
            .SelectMany(s => s.Files).Select(f => session.Layout.Staged(f.Folder, f.StagedName))];

    private List<BoundSet> Sets(BoundBatch batch, Func<DeliveryState?, bool> where) =>
        [.. batch.Record.Sets.Where(s => where(_states.Of(batch.Number, s))).Select(s => new BoundSet(s, null) { ReleasedIn = history.Released.GetValueOrDefault(SetKey.Of(s)) })];

    private void RemoveStaged(IEnumerable<BoundSet> sets)
    {
        foreach (var set in sets)
            session.RemoveStaged(set.Record);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} 'synqup status' names the documents")]
    private static partial void Diverged(ILogger logger, string problem);
}
