using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>Decides whether a root may be entered, and enters it. Nothing is written where it may not.</summary>
internal sealed class RootEntrance(RootIdentity identity, IPlatform platform, TimeProvider time)
{
    private readonly RootLayout _layout = new(identity.Path);

    /// <param name="newestInLedger">The newest batch that the ledger knows; more than 0 says that there was a marker.</param>
    public Entered Enter(long newestInLedger)
    {
        if (!platform.IsFolderThere(identity.Path))
            return new(Missing());
        var marker = RootMarker.Read(platform, _layout);
        if (marker is null && MayNotMark(newestInLedger) is { } standing)
            return new(standing);
        if (marker is not null && !identity.Owns(marker))
            return new(Foreign(marker));
        if (TryLock() is not { } held)
            return new(Locked());
        try
        {
            // Read again: until the lock was held, another agent may have marked it.
            marker = RootMarker.Read(platform, _layout);
            if (marker is not null && !identity.Owns(marker))
            {
                held.Dispose();
                return new(Foreign(marker));
            }
            marker = Mark(marker);
            platform.CreateFolder(_layout.Batches);
            var manifests = new Manifests(platform, _layout);
            var (batches, newest) = manifests.ReadAll();
            var session = new RootSession(identity, marker, held, platform, _layout, manifests, Math.Max(newest, newestInLedger), time);
            return new(new(RootState.Ready)) { Session = session, Manifests = batches, Newest = newest };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>What entering would say, without the lock and without writing anything.</summary>
    public RootStanding Look(long newestInLedger) => ByPerson(() =>
    {
        if (!platform.IsFolderThere(identity.Path))
            return Missing();
        var marker = RootMarker.Read(platform, _layout);
        if (marker is null)
            return MayNotMark(newestInLedger) ?? new(RootState.Ready);
        return identity.Owns(marker) ? new(RootState.Ready) : Foreign(marker);
    });

    public RootStanding Use() => ByPerson(() =>
    {
        if (!platform.IsFolderThere(identity.Path))
            return Missing();
        var marker = RootMarker.Read(platform, _layout);
        return marker is not null && !identity.Owns(marker) ? Foreign(marker) : MarkUnderLock(marker);
    });

    public RootStanding Adopt() => ByPerson(() =>
    {
        if (!platform.IsFolderThere(identity.Path))
            return Missing();
        return MarkUnderLock(RootMarker.Read(platform, _layout));
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

    public string? Probe()
    {
        try
        {
            platform.Delete(_layout.Probe);
            using (var file = platform.CreateFile(_layout.Probe))
            {
                file.Write("probe"u8);
                file.Flush();
            }
            platform.Delete(_layout.Probe);
            return null;
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            return DiskFailures.Sentence(e, _layout.Own);
        }
    }

    private RootStanding? MayNotMark(long newestInLedger)
    {
        var hasOwn = platform.IsFolderThere(_layout.Own);
        if (newestInLedger > 0 || (hasOwn && platform.IsFolderThere(_layout.Batches) && platform.FilesIn(_layout.Batches).Count > 0))
        {
            return new(RootState.MarkerLost,
                $"\"{identity.Shown}\" was used before and has no marker ({_layout.Marker}) now: its share or volume is not connected, or its .synqup folder was removed.",
                $"Connect the share or mount the volume; the agent goes on by itself. If this is the right folder all the same, say: {Order("--use")}");
        }
        return platform.MountsOverFolders && platform.IsEmptyBut(identity.Path, RootLayout.OwnFolder)
            ? new(RootState.Unmarked,
                $"\"{identity.Shown}\" is empty and was never used: it may be the place of a volume that is not mounted.",
                $"Mount the volume. If this is the right folder, say: {Order("--use")}")
            : null;
    }

    private RootStanding MarkUnderLock(RootMarker? marker)
    {
        if (TryLock() is not { } held)
            return Locked();
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

    /// <summary>To be typed as it is. Without a separator at the end, which some shells take for the escape of the quote.</summary>
    private string Order(string option)
    {
        var folder = identity.Shown.TrimEnd('/', '\\');
        return $"synqup check {option} \"{(folder.Length == 0 ? identity.Shown : folder)}\"";
    }

    private RootStanding Missing() => new(
        RootState.Missing,
        $"\"{identity.Shown}\" is not there{(identity.Path == identity.Shown ? "" : $" (for the agent it is {identity.Path})")}.",
        $"Check the path in the configuration and the connection to its share. If the folder is yet to be made, make it or say: {Order("--create-root")}");

    private RootStanding Foreign(RootMarker marker) => new(
        RootState.ForeignMarker,
        $"\"{identity.Shown}\" belongs to another agent ({marker.Agent} of {marker.Office}).",
        $"Two agents must not deliver into one folder. If this agent replaces that one, confirm it in the Console or say: {Order("--adopt")}");

    private RootStanding Locked() => new(
        RootState.Locked,
        $"\"{identity.Shown}\" is in use by another process of Synqup.",
        "Stop the other one; this agent goes on by itself.");
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
