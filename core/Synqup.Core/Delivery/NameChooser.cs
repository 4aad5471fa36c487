using Synqup.Core.Ledger;
using Synqup.Sdk;

namespace Synqup.Core.Delivery;

/// <summary>Chooses final names: one number serves all files of a set, so that an importer pairs them.</summary>
internal static class NameChooser
{
    private const int Last = 9999;

    /// <summary>Gives a set the first free names and holds them.</summary>
    /// <param name="from">The first number to try; 1 stands for the plan's own names.</param>
    /// <returns>Null, or the sentence that says why the set needs a person.</returns>
    public static string? Choose(RootSession session, BoundSet set, int from)
    {
        for (var number = from; number <= Last; number++)
        {
            var files = set.WithNumber(number);
            if (Taken(session, files, SetKey.Of(set.Record)) is not { } taken)
            {
                set.Rename(number, files);
                session.Names.Hold(set);
                return null;
            }
            if (set.Record.QuarantineWhenTaken)
                return $"The name {taken.ShownPath} is taken by another file. {Remedy.MoveAway(set.Record)}";
        }
        return $"The name {set.Record.Files[0].ShownPath} and all that follow it are taken by other files. Clear the folder, then say {Remedy.Release(set.Record.DocumentId)}.";
    }

    /// <summary>
    /// The first file whose name another one holds. The same bytes under the same name are this delivery's, made before: not taken.
    /// But a done file holds the same as any other: it is this delivery's only where all that it announces is there, else one that was
    /// left behind, at which a program would take what is not there yet.
    /// </summary>
    private static FileRecord? Taken(RootSession session, IReadOnlyList<FileRecord> files, SetKey set)
    {
        var looks = files.Select(f => Look(session, f, set)).ToList();
        var isStale = files[^1].Part == PlannedFile.DonePart && looks[^1] == Found.Ours && looks.Contains(Found.Nothing);
        return looks.IndexOf(Found.Other) is >= 0 and var other ? files[other] : isStale ? files[^1] : null;
    }

    private static Found Look(RootSession session, FileRecord file, SetKey set)
    {
        if (session.Names.IsHeld(file.Folder, file.FinalName, set))
            return Found.Other;
        var path = session.Layout.Final(file.Folder, file.FinalName);
        try
        {
            return !session.Platform.IsThere(path) ? Found.Nothing
                : ContentHash.Holds(session.Platform, path, file.Size, file.Sha256) ? Found.Ours : Found.Other;
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.Held)
        {
            return Found.Other;
        }
        catch (UnauthorizedAccessException)
        {
            // Ours can be read. Where the folder may not be, nothing is said of the name, and this throws.
            _ = session.Platform.IsFolderThere(session.Layout.Folder(file.Folder));
            return Found.Other;
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.NotFound)
        {
            return Found.Nothing;
        }
    }

    private enum Found
    {
        Nothing,
        Ours,
        Other,
    }
}
