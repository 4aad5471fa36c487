using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>
/// Makes bound sets visible, flushes, and tells the ledger. Everything unexpected throws: then nothing of what was not settled is
/// known, and the evidence decides.
/// </summary>
internal sealed partial class Publication(RootSession session, IBatchLedger ledger, ILogger logger)
{
    /// <summary>Renames and settles. Afterwards each set is settled, or held by another program.</summary>
    /// <returns>The sets that are held.</returns>
    public async Task<IReadOnlyList<BoundSet>> AdvanceAsync(BoundBatch batch, IReadOnlyList<BoundSet> sets)
    {
        foreach (var set in sets)
            set.HeldBy = null;
        for (var moving = sets; moving.Count > 0; moving = [.. moving.Where(s => s.CanMove)])
        {
            await RenameAsync(batch, moving);
            moving = [.. moving.Where(s => s.NameTaken)];
            if (moving.Count > 0)
                await GiveOtherNamesAsync(batch, moving);
        }
        await SettleAsync(batch, [.. sets.Where(s => s.HeldBy is null)]);
        return [.. sets.Where(s => s.HeldBy is not null)];
    }

    /// <summary>Says how sets ended, and cleans up what that leaves over.</summary>
    public async Task SettleAsync(BoundBatch batch, IReadOnlyList<BoundSet> sets)
    {
        if (sets.Count == 0)
            return;
        await ledger.SettleAsync([.. sets.Select(Outcome)], CancellationToken.None);
        foreach (var set in sets)
        {
            // Of a quarantined set too: once the package has taken the visible file, a release would take the spare one for not published.
            RemoveSpare(set);
            if (set.Quarantine is null)
                session.Names.Free(set);
            else
                Keep(session, batch.Number, set);
        }
    }

    /// <summary>Remembers a quarantined set: its names stay held and its staged files stay where they are until a person decides.</summary>
    public static void Keep(RootSession session, long number, BoundSet set)
    {
        session.Names.Hold(set);
        if (!session.Kept.TryGetValue(number, out var kept))
            session.Kept.Add(number, kept = []);
        kept.RemoveAll(k => SetKey.Of(k.Record) == SetKey.Of(set.Record));
        kept.Add(set);
    }

    public static SetOutcome Outcome(BoundSet set) => new(
        set.Record.Source, set.Record.DocumentId, set.Record.DeliveryNumber,
        set.Quarantine is null ? DeliveryState.Delivered : DeliveryState.Quarantined, set.Unseen && set.Quarantine is null, set.Quarantine, set.WasThere, set.Obstacle);

    /// <summary>Flushes the volume at once where that is sure, else folder by folder.</summary>
    private async Task FlushAsync(BoundBatch batch, HashSet<string> folders)
    {
        if (folders.Count == 0)
            return;
        if (batch.Volume is { } volume && batch.Record.BootId == session.Platform.BootId)
            volume.Flush();
        else
            await session.FlushRenamesAsync(folders);
    }

    private async Task RenameAsync(BoundBatch batch, IReadOnlyList<BoundSet> sets)
    {
        var renamed = new HashSet<string>(StringComparer.Ordinal);
        var ranks = sets.Max(s => s.Record.Files.Count);
        for (var rank = 0; rank < ranks; rank++)
        {
            if (rank > 0)
            {
                await FlushAsync(batch, renamed);
                renamed.Clear();
            }
            foreach (var set in sets)
            {
                if (rank < set.Record.Files.Count && !set.Placed[rank] && set.CanMove && Place(set, rank))
                    renamed.Add(set.Record.Files[rank].Folder);
            }
        }
        await FlushAsync(batch, renamed);
    }

    /// <summary>Whether the folder has to be flushed.</summary>
    private bool Place(BoundSet set, int rank)
    {
        var file = set.Record.Files[rank];
        var final = session.Layout.Final(file.Folder, file.FinalName);
        try
        {
            if (session.Platform.TryRename(session.Layout.Staged(file.Folder, file.StagedName), final))
                return set.Placed[rank] = true;
            if (HoldsOurs(file, final))
            {
                // Somebody else's flush may not have happened.
                session.Platform.FlushFile(final);
                return set.Spare[rank] = set.Placed[rank] = true;
            }
            if (set.VisibleNames.Any())
                set.NeedsPerson($"{Visible(set)} The name {file.ShownPath} is taken by another file, so the rest of the document could not follow. {Remedy.MoveAway(set.Record)}", Obstacle.NameTaken);
            else
                set.NameTaken = true;
        }
        catch (Exception e) when (DiskFailures.Of(e) is DiskFailure.Held or DiskFailure.Denied or DiskFailure.OtherVolume)
        {
            // It may pass, and if not it is this folder's fault and no other's.
            set.HeldBy = e;
        }
        return false;
    }

    private bool HoldsOurs(FileRecord file, string final)
    {
        try
        {
            return ContentHash.Holds(session.Platform, final, file.Size, file.Sha256);
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.NotFound)
        {
            // Taken a moment ago and gone now: whatever it was, the next name is free for sure.
            return false;
        }
    }

    /// <summary>The next free names, committed in manifest and ledger before anything gets them.</summary>
    private async Task GiveOtherNamesAsync(BoundBatch batch, IReadOnlyList<BoundSet> sets)
    {
        foreach (var set in sets)
        {
            set.NameTaken = false;
            session.Names.Free(set);
            if (set.Record.QuarantineWhenTaken)
                set.NeedsPerson($"The name {set.Record.Files[0].ShownPath} was taken by another file. {Remedy.MoveAway(set.Record)}", Obstacle.NameTaken);
            else if (NameChooser.Choose(session, set, set.Number + 1) is { } taken)
                set.NeedsPerson(taken, Obstacle.NameTaken);
        }
        var renamed = sets.Where(s => s.Quarantine is null).Select(s => s.Record).ToList();
        if (renamed.Count == 0)
            return;
        batch.Replace(renamed);
        session.Manifests.Write(batch.Record);
        await ledger.PublishingAsync(batch.Record with { Sets = renamed }, CancellationToken.None);
        foreach (var record in renamed)
            NameWasTaken(logger, record.DocumentId, record.Files[0].ShownPath);
    }

    private void RemoveSpare(BoundSet set)
    {
        for (var i = 0; i < set.Spare.Length; i++)
        {
            if (set.Spare[i])
                session.RemoveStaged(set.Record.Files[i]);
        }
    }

    /// <summary>Names what a person can see of a set of which the rest is not there.</summary>
    public static string Visible(BoundSet set) => $"{string.Join(" and ", set.VisibleNames)} of this document {(set.VisibleNames.Count() == 1 ? "is" : "are")} in the folder.";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another file had the name of document {Document}; it gets the name {Path}")]
    private static partial void NameWasTaken(ILogger logger, string document, string path);
}
