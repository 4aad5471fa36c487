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
            if (files.All(f => IsFree(session, f, SetKey.Of(set.Record))))
            {
                set.Rename(number, files);
                session.Names.Hold(set);
                return null;
            }
            if (set.Record.QuarantineWhenTaken)
                return $"The name {files[0].ShownPath} is taken by another file. {Remedy.MoveAway(set.Record)}";
        }
        return $"The name {set.Record.Files[0].ShownPath} and all that follow it are taken by other files. Clear the folder, then say {Remedy.Release(set.Record.DocumentId)}.";
    }

    /// <summary>The same bytes under the same name are this delivery's, made before: not taken.</summary>
    private static bool IsFree(RootSession session, Ledger.FileRecord file, SetKey set)
    {
        if (session.Names.IsHeld(file.Folder, file.FinalName, set))
            return false;
        var path = session.Layout.Final(file.Folder, file.FinalName);
        try
        {
            return !session.Platform.IsThere(path) || ContentHash.Holds(session.Platform, path, file.Size, file.Sha256);
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.Held)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // Ours can be read. Where the folder may not be, nothing is said of the name, and this throws.
            _ = session.Platform.IsFolderThere(session.Layout.Folder(file.Folder));
            return false;
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.NotFound)
        {
            return true;
        }
    }
}
