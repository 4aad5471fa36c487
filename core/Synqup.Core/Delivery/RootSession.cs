using System.Globalization;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>A root that was entered: its marker was read and its lock is held since. Ends when the root fails, or is left.</summary>
internal sealed class RootSession : IDisposable
{
    private readonly RootIdentity _identity;
    private readonly RootStandings _standings;
    private readonly FolderStamp _stamp;
    private readonly TimeProvider _time;
    private readonly string _started;
    private ILockFile _lock;
    private long _staged;
    private int _retaken;
    private int _openBatches;
    private volatile bool _doubted;

    /// <param name="newest">The highest number of a batch that root or ledger knows.</param>
    public RootSession(RootIdentity identity, RootMarker marker, ILockFile held, IPlatform platform, RootLayout layout, Manifests manifests, long newest, TimeProvider time)
    {
        _time = time;
        (_identity, Marker, _lock, Platform, Layout, Manifests, Newest) = (identity, marker, held, platform, layout, manifests, newest);
        _standings = new RootStandings(identity);
        _stamp = platform.Stamp(layout.Own);
        _started = string.Create(CultureInfo.InvariantCulture, $"{newest + 1}-{time.GetUtcNow().UtcTicks:x}");
        Folders = new TargetFolders(platform, layout, VerifyMarker);
    }

    public IPlatform Platform { get; }

    public RootLayout Layout { get; }

    public RootMarker Marker { get; }

    public TargetFolders Folders { get; }

    public Manifests Manifests { get; }

    public FinalNames Names { get; } = new();

    /// <summary>What quarantined sets keep in staging folders, by batch.</summary>
    public Dictionary<long, List<BoundSet>> Kept { get; } = [];

    /// <summary>Sets that are publishing in folders that cannot be read now.</summary>
    public List<(BoundBatch Batch, IReadOnlyList<BoundSet> Sets)> Waiting { get; } = [];

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The highest number of a batch so far.</summary>
    public long Newest { get; set; }

    public string StagedPrefix => Marker.Id + "-";

    /// <summary>Says that this process held the lock all the time: all that is sure where a volume is not this machine's own.</summary>
    private string Tenure => string.Create(CultureInfo.InvariantCulture, $"lock-{_started}-{_retaken}");

    /// <summary>
    /// Never the same twice below a root, since a staged file that is there again is evidence: begins with a number that rises
    /// with every session that bound anything.
    /// </summary>
    public string NextStagedName() => string.Create(CultureInfo.InvariantCulture, $"{StagedPrefix}{_started}-{Interlocked.Increment(ref _staged):x}{RootLayout.PartSuffix}");

    public bool IsOnRootVolume(TargetFolder folder) => folder.Stamp.Volume == _stamp.Volume;

    /// <summary>What a batch in these folders records, so that a later start can tell whether a restart may have undone its renames.</summary>
    public string BootIdFor(IEnumerable<TargetFolder> folders) => _stamp.IsLocal && folders.All(IsOnRootVolume) ? Platform.BootId : Tenure;

    /// <summary>The same for files that are there already.</summary>
    public string BootIdFor(IEnumerable<FileRecord> files) =>
        _stamp.IsLocal && files.Select(f => f.Folder).Distinct(StringComparer.Ordinal).All(f => Platform.Stamp(Layout.Staging(f)).Volume == _stamp.Volume) ? Platform.BootId : Tenure;

    /// <summary>Whether no restart can have undone a rename of this set.</summary>
    public bool IsSameBoot(BoundBatch batch, BoundSet set) => (set.ReleasedIn ?? batch.Record.BootId) is var bootId && (bootId == Platform.BootId || bootId == Tenure);

    /// <summary>Something unexpected happened: before the next rename the lock is taken anew.</summary>
    public void Doubt() => _doubted = true;

    /// <exception cref="StatedException">The marker is not there or is another agent's.</exception>
    public void VerifyMarker()
    {
        var marker = ReadMarker();
        if (marker is null)
            throw new StatedException(Platform.IsFolderThere(Layout.Root) ? _standings.MarkerLost() : _standings.Gone());
        if (marker.Agent != _identity.Agent)
            throw new StatedException(_standings.Foreign(marker));
        if (marker.Id != Marker.Id)
            throw new StatedException(_standings.MarkedAnew());
    }

    /// <summary>A marker that is gone says more than what failed because of it.</summary>
    public Exception CauseOf(Exception failure)
    {
        try
        {
            VerifyMarker();
            return failure;
        }
        catch (StatedException lost)
        {
            return lost;
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            return failure;
        }
    }

    /// <summary>Checks marker and lock, as before every batch's renames.</summary>
    /// <exception cref="StatedException">The root is not this process's any more.</exception>
    public void Verify()
    {
        if (_doubted || !_lock.IsHeld())
        {
            // Nothing is written, and that is a lock too, into a folder that is not known to be the root.
            VerifyMarker();
            _lock.Dispose();
            _lock = Platform.TryLock(Layout.Lock) ?? throw new StatedException(_standings.Locked());
            _retaken++;
            _doubted = false;
        }
        VerifyMarker();
    }

    /// <summary>Checks that the root itself is still there and can be written to, after something below it could not.</summary>
    /// <exception cref="IOException">It is the root that failed.</exception>
    /// <exception cref="UnauthorizedAccessException">It is the root that failed.</exception>
    public void VerifyUsable()
    {
        Verify();
        OwnFile.Probe(Platform, Layout.OwnProbe);
    }

    /// <summary>
    /// Makes the renames into these folders durable, of which each changed two folders: a power cut that leaves the new name and brings
    /// back the staged one looks, once the package has taken the file, as if a share had undone it.
    /// </summary>
    public Task FlushRenamesAsync(IReadOnlyCollection<string> folders) =>
        SideBySide.EachAsync([.. folders.Select(Layout.Folder), .. folders.Select(Layout.Staging)], Platform.FlushFolder);

    /// <summary>Removes what a set has staged; the next start tries again where that fails.</summary>
    public void RemoveStaged(SetRecord set)
    {
        foreach (var file in set.Files)
            RemoveStaged(file);
    }

    public void RemoveStaged(FileRecord file)
    {
        try
        {
            Platform.Delete(Layout.Staged(file.Folder, file.StagedName));
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            Folders.Littered(file.Folder);
        }
    }

    public void Entered() => Interlocked.Increment(ref _openBatches);

    public void Left() => Interlocked.Decrement(ref _openBatches);

    /// <summary>Leaves the root in order: nothing is staged any more, so the next start need not look.</summary>
    public void Leave()
    {
        try
        {
            if (_openBatches == 0)
                Folders.Clear();
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            // Then it looks in vain.
        }
        Dispose();
    }

    public void Dispose() => _lock.Dispose();

    private RootMarker? ReadMarker()
    {
        try
        {
            return RootMarker.Read(Platform, Layout);
        }
        catch (InvalidDataException e)
        {
            throw new StatedException(_standings.Failed(e), e);
        }
    }
}
