using System.Collections.Concurrent;

namespace Synqup.Core.Delivery;

/// <summary>Makes staged files, and the names of the folders that were made for them, durable: the volume at once where that is possible.</summary>
internal sealed class StagingFlush(RootSession session, IVolumeFlush? volume)
{
    /// <returns>The sets of which a file could not be flushed by itself, with the cause.</returns>
    public async Task<IReadOnlyCollection<(StagedSet Set, Exception Cause)>> RunAsync(IReadOnlyList<StagedSet> sets)
    {
        var folders = sets.Select(s => s.Folder!).Distinct().ToList();
        var isOneVolume = folders.All(session.IsOnRootVolume);
        if (isOneVolume)
            volume?.Flush();
        var failed = volume is null || !isOneVolume ? await OneByOneAsync(sets, folders) : [];
        foreach (var folder in folders)
            folder.IsDurable = true;
        return failed;
    }

    private async Task<IReadOnlyCollection<(StagedSet Set, Exception Cause)>> OneByOneAsync(IReadOnlyList<StagedSet> sets, List<TargetFolder> folders)
    {
        var open = sets.SelectMany(s => s.Files.Where(f => f.Open is not null).Select(f => (Set: s, File: f))).ToList();
        var failed = new ConcurrentBag<(StagedSet Set, Exception Cause)>();
        await SideBySide.EachAsync(open, item => Flush(item.Set, item.File, failed));
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            paths.Add(folder.Staging);
            for (var relative = folder.Relative; !folder.IsDurable; relative = relative[..Math.Max(relative.LastIndexOf('/'), 0)])
            {
                paths.Add(session.Layout.Folder(relative));
                if (relative.Length == 0)
                    break;
            }
        }
        await SideBySide.EachAsync(paths, session.Platform.FlushFolder);
        return failed;
    }

    /// <summary>Failures are only noted: a set's other files are being flushed at the same time.</summary>
    private static void Flush(StagedSet set, StagedPart file, ConcurrentBag<(StagedSet Set, Exception Cause)> failed)
    {
        try
        {
            file.Open!.Flush();
            file.Close();
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            failed.Add((set, e));
        }
    }
}
