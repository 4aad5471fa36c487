using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>
/// One root of deliveries: its marker, its lock, its batches. One object per local path and process. All calls may overlap:
/// batches stage side by side, and publish one after the other.
/// </summary>
internal sealed partial class DeliveryRoot(RootIdentity identity, IPlatform platform, IBatchLedger ledger, TimeProvider time, ILogger<DeliveryRoot> logger) : IAsyncDisposable
{
    private readonly (WatchedPlatform Platform, RootEntrance Entrance) _disk = Watch(identity, platform, time);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HeldSets _held = new(ledger, time, logger);
    private RootSession? _session;
    private volatile RootStanding _standing = new(RootState.Closed, "It has not been opened yet.", "Nothing: it is opened before the first delivery.");

    public RootIdentity Identity => identity;

    public RootStanding Standing => _standing;

    /// <summary>For how long a call of the disk has not returned; zero while none is under way.</summary>
    public TimeSpan Silence => _disk.Platform.Silence;

    /// <summary>The room on its volume; null where that is not known.</summary>
    public VolumeSpace? Space => _disk.Platform.SpaceOf(identity.Path);

    private RootEntrance Entrance => _disk.Entrance;

    /// <summary>
    /// Takes the lock, reads marker and manifests and settles by the evidence what was publishing. Call it before anything else,
    /// and again, by a ladder, whenever <see cref="Standing"/> is not ready or the last report has sets that wait. Throws only for
    /// the ledger's sake.
    /// </summary>
    public async Task<RootReport> OpenAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            return _standing.IsReady ? await LookAgainAsync() : await EnterAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What opening would meet, without the lock and without writing anything: safe beside an agent that runs.</summary>
    public async Task<RootStanding> LookAsync(CancellationToken cancellationToken) =>
        Entrance.Look((await ledger.ReadRootAsync(identity.Path, cancellationToken)).NewestBatch);

    /// <summary>What opening would do about the marker, for a person who looks while no agent runs.</summary>
    public async Task<RootStanding> PrepareAsync(CancellationToken cancellationToken) =>
        Entrance.Prepare((await ledger.ReadRootAsync(identity.Path, cancellationToken)).NewestBatch);

    /// <summary>The path under which the ledger knows this root by its marker; null when it knows none.</summary>
    public Task<string?> LastPathAsync(CancellationToken cancellationToken) => Entrance.LastPathAsync(marker => ledger.FindRootAsync(marker, cancellationToken));

    /// <summary>Whether it is a copy of another root of the ledger; null when it is none.</summary>
    public Task<RootStanding?> LookForOriginalAsync(CancellationToken cancellationToken) =>
        Entrance.LookForOriginalAsync(marker => ledger.FindRootAsync(marker, cancellationToken));

    /// <summary>A person says that this is the right folder, although it has no marker: marks it.</summary>
    public RootStanding Use() => Entrance.Use();

    /// <summary>A person or the Console says that this agent takes over from the one that marked it.</summary>
    public RootStanding Adopt() => Entrance.Adopt();

    /// <summary>A person says that the root itself is to be made; marks it too.</summary>
    public RootStanding CreateRoot() => Entrance.Create();

    /// <summary>Writes, flushes and removes a file inside <c>.synqup</c>; null when that worked, else the sentence for people.</summary>
    public string? Probe() => Entrance.Probe();

    /// <summary>Opens a batch. The root must have been opened; if it failed since, the sets come back as <see cref="SetEnding.Restage"/>.</summary>
    /// <param name="configurationVersion">The ETag of the configuration that routed the sets.</param>
    /// <param name="sets">At most a few hundred, of one source, each with a folder below this root.</param>
    public StagingBatch OpenBatch(string configurationVersion, IReadOnlyList<SetPlan> sets)
    {
        var session = _session ?? throw new InvalidOperationException($"The root {identity.Path} is {_standing.State}: open it first.");
        return new StagingBatch(session, configurationVersion, sets, logger);
    }

    /// <summary>
    /// Binds and publishes a flushed batch. Cancelling is looked at before it binds only: from then on the batch is finished, and files
    /// that another program holds are tried once more. Throws only for the ledger's sake (then the root has to be opened again) and
    /// when cancelled.
    /// </summary>
    public async Task<PublishedBatch> PublishAsync(StagingBatch batch, RouteAgain routeAgain, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_standing.IsReady || batch.Session != _session)
                return new([.. batch.Sets.Select(s => new SetResult(s.Plan, SetEnding.Restage, Settled: false, $"\"{identity.Shown}\" was not ready."))], NothingHeld);
            var binding = new Binding(_session, identity, ledger, time, logger);
            var bound = await binding.BindAsync(batch, routeAgain, cancellationToken);
            if (bound is null)
                return new(binding.Results, NothingHeld);
            return await PublishAsync(bound, binding, cancellationToken);
        }
        catch (RootFailedException e)
        {
            Fail(e.Cause);
            return new(e.Results, NothingHeld);
        }
        catch (Exception e) when (e is not OperationCanceledException || batch.Sets.Any(s => s.IsBound))
        {
            Fail(e);
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Publishes quarantined sets under their committed names, after a person looked: what the staged files still allow. Sets that are
    /// not quarantined in a batch of this root are left alone.
    /// </summary>
    public async Task<ReleaseReport> ReleaseAsync(IReadOnlyList<SetKey> sets, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return _standing.IsReady ? await ReleaseAsync(_session!, sets.ToHashSet()) : ReleaseReport.AllWait(sets, _standing.Problem!);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Quarantined sets were settled by a person, as the ledger knows: what they have staged goes, and their names are free. A root that is away does it when it is entered.</summary>
    public async Task LetGoAsync(IReadOnlyList<SetKey> sets)
    {
        await Task.Yield();
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_standing.IsReady)
                LetGo(_session!, sets.ToHashSet());
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes the manifests of batches whose sets are all closed, with what their sets had left in staging folders; says how many.</summary>
    public async Task<int> CloseAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var numbers = await ledger.ClosedBatchesAsync(identity.Path, cancellationToken);
        if (numbers.Count == 0)
            return 0;
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            return _standing.IsReady ? await CloseAsync(_session!, numbers) : 0;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Finishes what is being published, settles what is held, and gives the lock back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _held.DisposeAsync();
        await _gate.WaitAsync(CancellationToken.None);
        if (_standing.IsReady)
            _session?.Leave();
        else
            _session?.Dispose();
        _session = null;
        _standing = new(RootState.Closed, "It was closed.", "Nothing: it is opened before the next delivery.");
        _gate.Release();
    }

    private static (WatchedPlatform, RootEntrance) Watch(RootIdentity identity, IPlatform platform, TimeProvider time)
    {
        var watched = new WatchedPlatform(platform, time);
        return (watched, new RootEntrance(identity, watched, time));
    }

    private static Task<IReadOnlyList<SetResult>> NothingHeld { get; } = Task.FromResult<IReadOnlyList<SetResult>>([]);

    private async Task<RootReport> EnterAsync(CancellationToken cancellationToken)
    {
        _session?.Dispose();
        _session = null;
        var history = await ledger.ReadRootAsync(identity.Path, cancellationToken);
        try
        {
            var entered = Entrance.Enter(history.NewestBatch);
            if (!entered.Standing.IsReady)
            {
                _standing = entered.Standing;
                // Of what is closed nothing is left to be done there; whoever enters it later finds the manifests.
                await ledger.ForgetBatchesAsync(identity.Path, await ledger.ClosedBatchesAsync(identity.Path, cancellationToken), CancellationToken.None);
                return new(_standing, [], [], 0, 0);
            }
            _session = entered.Session!;
            if (await LookForOriginalAsync(cancellationToken) is { } copied)
            {
                _session.Dispose();
                _standing = copied;
                return new(_standing, [], [], 0, 0);
            }
            // Only the marker says which root this is: it may have been reached by another path until now.
            history = await ledger.EnterRootAsync(identity.Path, identity.Shown, _session.Marker.Id, cancellationToken);
            _session.Newest = Math.Max(_session.Newest, history.NewestBatch);
            var recovery = new Recovery(_session, identity, entered.Manifests!, history, ledger, logger);
            var report = await recovery.RunAsync(entered.Newest, cancellationToken);
            _session.Waiting.AddRange(recovery.Waiting);
            _standing = report.Standing;
            foreach (var (batch, sets) in recovery.Held)
                _ = Hold(batch, sets, CancellationToken.None);
            await CloseAsync(_session, await ledger.ClosedBatchesAsync(identity.Path, cancellationToken));
            return report;
        }
        catch (Exception e) when (DiskFailures.IsDisk(e) || e is InvalidDataException)
        {
            Fail(e);
            _session?.Dispose();
            return new(_standing, [], [], 0, 0);
        }
    }

    /// <summary>The root may be away by now although nobody needed it, and the folders of sets that wait may be readable.</summary>
    private async Task<RootReport> LookAgainAsync()
    {
        var settled = new List<SetOutcome>();
        var waiting = new List<WaitingSet>();
        try
        {
            _session!.Verify();
            foreach (var (batch, sets) in _session.Waiting.ToList())
            {
                var resolved = await new Resolution(_session, ledger, logger).ResolveAsync(batch, sets);
                settled.AddRange(resolved.Settled.Select(Publication.Outcome));
                waiting.AddRange(resolved.Waiting.Select(w => new WaitingSet(w.Set.Record, w.Cause)));
                _session.Waiting.Remove((batch, sets));
                if (resolved.Waiting.Count > 0)
                    _session.Waiting.Add((batch, [.. resolved.Waiting.Select(w => w.Set)]));
                if (resolved.Held.Count > 0)
                    _ = Hold(batch, resolved.Held, CancellationToken.None);
            }
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            Fail(e);
        }
        return new(_standing, settled, waiting, 0, 0);
    }

    private async Task<PublishedBatch> PublishAsync(BoundBatch bound, Binding binding, CancellationToken cancellationToken)
    {
        var publication = new Publication(_session!, ledger, logger);
        try
        {
            var held = await publication.AdvanceAsync(bound, binding.Sets);
            binding.Results.AddRange(binding.Sets.Except(held).Select(SetResult.Of));
            return new(binding.Results, held.Count == 0 ? NothingHeld : Hold(new BoundBatch(bound.Record, null), held, cancellationToken));
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            binding.Results.AddRange(SetResult.Pending(binding.Sets, DiskFailures.Sentence(e, identity.Shown)));
            throw new RootFailedException(e, binding.Results);
        }
    }

    private Task<IReadOnlyList<SetResult>> Hold(BoundBatch batch, IReadOnlyList<BoundSet> sets, CancellationToken cancellationToken)
    {
        var session = _session!;
        return _held.Hold(batch, sets, session, action => WhileReadyAsync(session, action), cancellationToken);
    }

    /// <returns>Why the action did not run, or not to its end; null when it did.</returns>
    private async Task<string?> WhileReadyAsync(RootSession session, Func<Task> action)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (!_standing.IsReady || session != _session)
                return _standing.Problem!;
            await action();
            return null;
        }
        catch (Exception e)
        {
            Fail(e);
            if (!DiskFailures.IsDisk(e))
                throw;
            return _standing.Problem!;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<ReleaseReport> ReleaseAsync(RootSession session, HashSet<SetKey> keys)
    {
        var release = new Release(session, ledger, logger);
        try
        {
            await release.RunAsync((await ledger.ReadRootAsync(identity.Path, CancellationToken.None)).Batches, keys);
        }
        catch (Exception e)
        {
            Fail(e);
            if (!DiskFailures.IsDisk(e))
                throw;
        }
        foreach (var (batch, sets) in release.Held)
            _ = Hold(batch, sets, CancellationToken.None);
        return release.Report(keys, _standing.Problem);
    }

    private void LetGo(RootSession session, HashSet<SetKey> keys)
    {
        try
        {
            session.VerifyMarker();
            foreach (var kept in session.Kept.Values)
            {
                foreach (var set in kept.Where(s => keys.Contains(SetKey.Of(s.Record))).ToList())
                {
                    kept.Remove(set);
                    session.RemoveStaged(set.Record);
                    session.Names.Free(set);
                }
            }
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            Fail(e);
        }
    }

    /// <summary>Ledger first, then the manifest: a stop in between leaves a manifest of which the ledger's rows say that all is closed.</summary>
    private async Task<int> CloseAsync(RootSession session, IReadOnlyList<long> numbers)
    {
        if (numbers.Count == 0)
            return 0;
        try
        {
            session.VerifyMarker();
            foreach (var set in numbers.SelectMany(n => session.Kept.Remove(n, out var kept) ? kept : []))
            {
                session.RemoveStaged(set.Record);
                session.Names.Free(set);
            }
            session.Manifests.RecordNewest(numbers, session.Newest);
            await ledger.ForgetBatchesAsync(identity.Path, numbers, CancellationToken.None);
            session.Manifests.Remove(numbers);
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            Fail(e);
        }
        return numbers.Count;
    }

    private void Fail(Exception e)
    {
        _standing = new RootStandings(identity).Failed(DiskFailures.IsDisk(e) && _session is { } session ? session.CauseOf(e) : e);
        RootFailed(logger, e, identity.Shown);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder {Root} failed and is looked at anew")]
    private static partial void RootFailed(ILogger logger, Exception e, string root);
}
