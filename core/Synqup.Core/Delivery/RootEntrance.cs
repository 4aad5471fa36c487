using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>Decides whether a root may be entered, and enters it. Nothing is written where it may not.</summary>
internal sealed class RootEntrance(RootIdentity identity, IPlatform platform, TimeProvider time)
{
    private readonly RootLayout _layout = new(identity.Path);
    private readonly RootStandings _standings = new(identity);
    private bool _entered;

    /// <param name="newestInLedger">The newest batch that the ledger knows; more than 0 says that there was a marker.</param>
    public Entered Enter(long newestInLedger)
    {
        if (!platform.IsFolderThere(identity.Path))
            return new(Missing(newestInLedger));
        var marker = RootMarker.Read(platform, _layout);
        if (marker is null && MayNotMark(newestInLedger) is { } standing)
            return new(standing);
        if (marker is not null && !identity.Owns(marker))
            return new(_standings.Foreign(marker));
        if (TryLock() is not { } held)
            return new(_standings.Locked());
        try
        {
            // Read again: until the lock was held, another agent may have marked it.
            marker = RootMarker.Read(platform, _layout);
            if (marker is not null && !identity.Owns(marker))
            {
                held.Dispose();
                return new(_standings.Foreign(marker));
            }
            marker = Mark(marker);
            platform.CreateFolder(_layout.Batches);
            // A marker can be read on a volume on which nothing can be written any more.
            OwnFile.Probe(platform, _layout.OwnProbe);
            var manifests = new Manifests(platform, _layout, identity.Source);
            var (batches, newest) = manifests.ReadAll();
            var session = new RootSession(identity, marker, held, platform, _layout, manifests, Math.Max(newest, newestInLedger), time);
            _entered = true;
            return new(new(RootState.Ready)) { Session = session, Manifests = batches, Newest = newest };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>What entering would meet, without the lock and without writing anything.</summary>
    public RootStanding Look(long newestInLedger) => ByPerson(() =>
    {
        if (!platform.IsFolderThere(identity.Path))
            return Missing(newestInLedger);
        var marker = RootMarker.Read(platform, _layout);
        if (marker is null)
            return MayNotMark(newestInLedger) ?? _standings.NotMarkedYet();
        return identity.Owns(marker) ? new(RootState.Ready) : _standings.Foreign(marker);
    });

    /// <summary>Marks the root where entering it would: one that may be marked without a person.</summary>
    public RootStanding Prepare(long newestInLedger) => ByPerson(() =>
    {
        var standing = Look(newestInLedger);
        return standing.State == RootState.NotMarkedYet ? MarkUnderLock(null) : standing;
    });

    public RootStanding Use() => ByPerson(() =>
    {
        if (!platform.IsFolderThere(identity.Path))
            return _standings.Missing();
        var marker = RootMarker.Read(platform, _layout);
        return marker is not null && !identity.Owns(marker) ? _standings.Foreign(marker) : MarkUnderLock(marker);
    });

    public RootStanding Adopt() => ByPerson(() =>
    {
        if (!platform.IsFolderThere(identity.Path))
            return _standings.Missing();
        var marker = RootMarker.Read(platform, _layout);
        if (marker is not null && identity.SharedWith(marker.Agent) is not null)
            return _standings.Foreign(marker);
        var standing = MarkUnderLock(marker);
        return standing.State == RootState.Locked && marker is not null && marker.Agent != identity.Agent ? _standings.LockedBy(marker) : standing;
    });

    public RootStanding Create() => ByPerson(() =>
    {
        var missing = new Stack<string>();
        for (var folder = identity.Path; folder is not null && !platform.IsFolderThere(folder); folder = Path.GetDirectoryName(folder))
            missing.Push(folder);
        while (missing.TryPop(out var folder))
        {
            platform.CreateFolder(folder);
            if (Path.GetDirectoryName(folder) is { } parent)
                platform.FlushFolder(parent);
        }
        return Use();
    });

    /// <summary>Where the root with this marker was entered last; null when it was not, or has no marker.</summary>
    public async Task<string?> LastPathAsync(Func<string, Task<string?>> findRoot) =>
        RootMarker.Read(platform, _layout) is { } marker ? await findRoot(marker.Id) : null;

    /// <summary>Whether this root is a copy of the one that was entered last at another path; writes and removes a file inside <c>.synqup</c>.</summary>
    /// <param name="findRoot">Where the root with a marker's id was entered last.</param>
    /// <returns>Null when it is none, also when it is the same folder by another path, or has moved.</returns>
    public async Task<RootStanding?> LookForOriginalAsync(Func<string, Task<string?>> findRoot)
    {
        if (RootMarker.Read(platform, _layout) is not { } marker || await findRoot(marker.Id) is not { } other || other == identity.Path)
            return null;
        return Reads(other, layout => RootMarker.Read(platform, layout)?.Id == marker.Id) && IsAnother(other) ? _standings.Copied(other) : null;
    }

    /// <summary>Not by what the system says of the folders: one share that is mounted twice is two of them.</summary>
    private bool IsAnother(string other)
    {
        var moment = time.GetUtcNow().UtcTicks;
        OwnFile.Write(platform, _layout.Sign(moment), "sign"u8);
        try
        {
            return Reads(other, layout => !platform.IsThere(layout.Sign(moment)));
        }
        finally
        {
            platform.Delete(_layout.Sign(moment));
        }
    }

    /// <summary>A folder that cannot be read is not the one that is delivered to.</summary>
    private static bool Reads(string path, Func<RootLayout, bool> look)
    {
        try
        {
            return look(new RootLayout(path));
        }
        catch (Exception e) when (DiskFailures.IsDisk(e) || e is InvalidDataException)
        {
            return false;
        }
    }

    public string? Probe()
    {
        try
        {
            OwnFile.Probe(platform, _layout.Probe);
            return null;
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            return DiskFailures.Sentence(e, _layout.Own);
        }
    }

    private RootStanding Missing(long newestInLedger) => _entered || newestInLedger > 0 ? _standings.Gone() : _standings.Missing();

    private RootStanding? MayNotMark(long newestInLedger)
    {
        var hasOwn = platform.IsFolderThere(_layout.Own);
        if (newestInLedger > 0 || (hasOwn && platform.IsFolderThere(_layout.Batches) && platform.FilesIn(_layout.Batches).Count > 0))
            return _standings.MarkerLost();
        return platform.MountsOverFolders && platform.IsEmptyBut(identity.Path, RootLayout.OwnFolder) ? _standings.Unmarked() : null;
    }

    private RootStanding MarkUnderLock(RootMarker? marker)
    {
        if (TryLock() is not { } held)
            return _standings.Locked();
        using (held)
            Mark(marker);
        return new(RootState.Ready);
    }

    private ILockFile? TryLock()
    {
        if (platform.CreateFolder(_layout.Own))
            platform.Hide(_layout.Own);
        return platform.TryLock(_layout.Lock);
    }

    /// <summary>The id stays whoever takes over: it is in the names of staged files.</summary>
    private RootMarker Mark(RootMarker? marker)
    {
        var wanted = (marker ?? RootMarker.New(identity, time)) with { Root = identity.Shown, Office = identity.Office, Agent = identity.Agent };
        if (marker is not null && marker.Agent != identity.Agent)
            wanted = wanted with { Since = new Manifests(platform, _layout, identity.Source).ReadAll().Newest };
        if (wanted != marker)
        {
            wanted.Write(platform, _layout);
            platform.FlushFolder(identity.Path);
        }
        return wanted;
    }

    private RootStanding ByPerson(Func<RootStanding> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (DiskFailures.IsDisk(e) || e is InvalidDataException)
        {
            return new(RootState.Unreadable, e is InvalidDataException ? e.Message : DiskFailures.Sentence(e, identity.Shown), "Put that right and say it again.");
        }
    }
}

/// <summary>What entering a root gave.</summary>
internal sealed record Entered(RootStanding Standing)
{
    /// <summary>Null unless it is ready, like <see cref="Manifests"/>.</summary>
    public RootSession? Session { get; init; }

    public SortedDictionary<long, BatchRecord>? Manifests { get; init; }

    /// <summary>The highest number of a batch that the root knows; 0 when it had none.</summary>
    public long Newest { get; init; }
}
