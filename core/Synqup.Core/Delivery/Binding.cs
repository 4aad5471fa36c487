using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>From staged to Publishing: routes once more, chooses names, checks marker and lock, writes the manifest, tells the ledger.</summary>
internal sealed partial class Binding(RootSession session, RootIdentity identity, IBatchLedger ledger, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<SetKey, StagedSet> _staged = [];
    private bool _hasFailedOnDisk;

    /// <summary>How the sets ended that are not bound.</summary>
    public List<SetResult> Results { get; } = [];

    /// <summary>The sets that are bound.</summary>
    public List<BoundSet> Sets { get; } = [];

    /// <returns>Null when no set is left.</returns>
    /// <exception cref="RootFailedException">The root cannot be used until it is opened again.</exception>
    public async Task<BoundBatch?> BindAsync(StagingBatch batch, RouteAgain routeAgain, CancellationToken cancellationToken)
    {
        await batch.FlushAsync(cancellationToken);
        foreach (var set in batch.Sets.Where(s => s.Failure is not null))
            Results.Add(new(set.Plan, set.FailedEnding, Settled: false, set.Failure, set.Obstacle));
        await RouteOnceMoreAsync(batch, routeAgain, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var set in batch.Sets.Where(s => s.Failure is null))
            ChooseNames(batch, set);
        _hasFailedOnDisk |= batch.HasFailedOnDisk;
        if (Sets.Count == 0 && !_hasFailedOnDisk)
            return null;
        Verify(batch);
        if (Sets.Count == 0)
            return null;
        var bound = WriteManifest(batch);
        var refused = await ledger.PublishingAsync(bound.Record, CancellationToken.None);
        if (refused.Count > 0)
            LetGo(batch, bound, refused);
        return Sets.Count == 0 ? null : bound;
    }

    private async Task RouteOnceMoreAsync(StagingBatch batch, RouteAgain routeAgain, CancellationToken cancellationToken)
    {
        var sets = batch.Sets.Where(s => s.Failure is null).ToList();
        if (sets.Count == 0)
            return;
        var answers = await routeAgain([.. sets.Select(s => s.Plan)], cancellationToken);
        for (var i = 0; i < sets.Count; i++)
        {
            var set = sets[i];
            switch (answers[i])
            {
                case Rerouted.Dropped(var reason):
                    End(batch, set, SetEnding.Dropped, reason);
                    break;
                case Rerouted.Changed(var plan) when CanTake(set, plan):
                    set.Plan = plan;
                    break;
                case Rerouted.Changed(var plan):
                    End(batch, set, SetEnding.Restage, $"Its folder is {plan.Plan.Files[0].Path.Folder} now.");
                    break;
            }
        }
    }

    /// <summary>Whether what was staged fits a new plan: the same folder, and the same contents in the same order.</summary>
    private static bool CanTake(StagedSet set, SetPlan plan) =>
        string.Equals(plan.Plan.Files[0].Path.Folder.Root, set.Plan.Plan.Files[0].Path.Folder.Root, StringComparison.OrdinalIgnoreCase)
        && StagedSet.RelativeOf(plan.Plan) == set.Relative
        && plan.Plan.Files.Select(f => f.Part).SequenceEqual(set.Files.Select(f => f.Part.Name));

    private void ChooseNames(StagingBatch batch, StagedSet set)
    {
        var bound = new BoundSet(Describe(set), set.Plan);
        try
        {
            if (NameChooser.Choose(session, bound, from: 1) is { } taken)
            {
                End(batch, set, SetEnding.Quarantined, taken, Obstacle.NameTaken);
                return;
            }
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            session.Doubt();
            _hasFailedOnDisk = true;
            End(batch, set, SetEnding.Deferred, DiskFailures.Sentence(e, session.Layout.Folder(set.Relative)));
            return;
        }
        Sets.Add(bound);
        _staged.Add(set.Plan.Key, set);
    }

    private static SetRecord Describe(StagedSet set) => new(
        set.Plan.Source, set.Plan.Document, set.Plan.ConfigurationId,
        [.. set.Files.Select((file, rank) => new FileRecord(
            rank, file.Part.Name, set.Relative, set.Folder!.Stamp.Identity, file.Name!, set.Plan.Plan.Files[rank].Path.Name.Value,
            set.Plan.Plan.Files[rank].Path.ToString(), file.Part.Size, file.Part.Sha256))])
    {
        QuarantineWhenTaken = set.Plan.QuarantineWhenTaken,
    };

    private void Verify(StagingBatch batch)
    {
        try
        {
            if (_hasFailedOnDisk)
                session.VerifyUsable();
            else
                session.Verify();
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            foreach (var set in Sets)
                session.Names.Free(set);
            foreach (var set in _staged.Values)
                End(batch, set, SetEnding.Restage, DiskFailures.Sentence(e, identity.Shown));
            // What failed below a root that is away waits for the root, and counts no try.
            throw new RootFailedException(e, [.. Results.Select(r => r.Ending == SetEnding.Deferred ? r with { Ending = SetEnding.Restage } : r)]);
        }
    }

    /// <summary>From the first byte on nobody can say what a power cut leaves of it: only the evidence removes staged files now.</summary>
    private BoundBatch WriteManifest(StagingBatch batch)
    {
        var bound = new BoundBatch(
            new BatchRecord(
                session.Layout.Root, session.Newest + 1, session.BootIdFor(_staged.Values.Select(s => s.Folder!)), batch.ConfigurationVersion, time.GetUtcNow(),
                [.. Sets.Select(s => s.Record)]),
            batch.Volume);
        foreach (var set in _staged.Values)
            set.IsBound = true;
        Write(bound);
        session.Newest = bound.Number;
        return bound;
    }

    /// <summary>The ledger knows better of some sets: they leave the manifest before their staged files go.</summary>
    private void LetGo(StagingBatch batch, BoundBatch bound, IReadOnlyList<SetRecord> refused)
    {
        bound.Remove(refused);
        Write(bound);
        foreach (var key in refused.Select(SetKey.Of))
        {
            var set = Sets.Single(s => SetKey.Of(s.Record) == key);
            Sets.Remove(set);
            session.Names.Free(set);
            _staged[key].IsBound = false;
            End(batch, _staged[key], SetEnding.Dropped, "It was cancelled, replaced or settled since it was staged.");
        }
        Refused(logger, identity.Shown, refused.Count);
    }

    private void Write(BoundBatch bound)
    {
        try
        {
            session.Manifests.Write(bound.Record);
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            var cause = DiskFailures.Sentence(e, session.Layout.Manifest(bound.Number));
            throw new RootFailedException(e, [.. Results, .. Sets.Select(s => new SetResult(s.Plan!, SetEnding.Pending, Settled: true, cause))]);
        }
    }

    private void End(StagingBatch batch, StagedSet set, SetEnding ending, string reason, Obstacle obstacle = Obstacle.None)
    {
        batch.Drop(set);
        Results.Add(new(set.Plan, ending, Settled: false, reason, obstacle));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} documents for {Root} were cancelled, replaced or settled since they were staged")]
    private static partial void Refused(ILogger logger, string root, int count);
}
