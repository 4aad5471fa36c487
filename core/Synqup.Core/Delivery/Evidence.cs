using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>What was found of a file whose rename may have happened, the most doubtful last.</summary>
internal enum Finding
{
    /// <summary>It is still staged, and its name is free: not renamed.</summary>
    Staged,

    /// <summary>It is still staged, and other bytes hold its name: not renamed.</summary>
    NameTaken,

    /// <summary>It is there with our bytes.</summary>
    Published,

    /// <summary>It is there with our bytes, and a staged one is left over.</summary>
    PublishedTwice,

    /// <summary>It was published and the package took it.</summary>
    Taken,

    /// <summary>It is staged, and a restart may have undone its rename after the package took it.</summary>
    PossiblyImported,

    /// <summary>The staged file holds other bytes than were staged.</summary>
    Damaged,

    /// <summary>What would tell cannot be read.</summary>
    Unknown,
}

/// <summary>
/// Reads folders, and nothing else, to tell what became of files. One object is one look: each staging folder is listed once. That
/// marker and manifest were read is its maker's to ensure.
/// </summary>
internal sealed class Evidence(RootSession session)
{
    private readonly Dictionary<string, (HashSet<string>? Names, string Identity, string Cause)> _folders = new(StringComparer.Ordinal);

    /// <param name="sameBoot">Whether no restart can have undone a rename.</param>
    /// <param name="cause">Why it is unknown.</param>
    public Finding Judge(FileRecord file, bool sameBoot, out string cause)
    {
        var finding = Finding.Unknown;
        try
        {
            if (IsStaged(file, out cause) is not { } staged)
                return Finding.Unknown;
            finding = staged ? WhenStaged(file, sameBoot) : WhenGone(file);
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            session.Doubt();
            cause = DiskFailures.Sentence(e, session.Layout.Folder(file.Folder));
        }
        return finding;
    }

    /// <summary>Whether the staged file is there; null when that cannot be told, with the cause.</summary>
    private bool? IsStaged(FileRecord file, out string cause)
    {
        var (names, identity, problem) = List(file.Folder);
        cause = problem;
        if (names is null)
            return null;
        if (identity != file.FolderIdentity)
        {
            cause = $"The folder \"{session.Layout.Staging(file.Folder)}\" is not the one in which the document was staged: it was moved, replaced or restored. Put the original folder back.";
            return null;
        }
        var isThere = session.Platform.IsThere(session.Layout.Staged(file.Folder, file.StagedName));
        if (isThere == names.Contains(file.StagedName))
            return isThere;
        cause = $"The folder \"{session.Layout.Staging(file.Folder)}\" changes while it is read. The agent looks again.";
        return null;
    }

    private bool IsPublished(FileRecord file)
    {
        var path = session.Layout.Final(file.Folder, file.FinalName);
        try
        {
            return session.Platform.IsThere(path) && ContentHash.Holds(session.Platform, path, file.Size, file.Sha256);
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.NotFound)
        {
            return false;
        }
    }

    /// <summary>Whether the staged file is there for sure.</summary>
    public bool SeesStaged(FileRecord file) => Sees(() => IsStaged(file, out _) == true);

    /// <summary>Whether the final file is there for sure, with our bytes.</summary>
    public bool SeesPublished(FileRecord file) => Sees(() => IsPublished(file));

    private static bool Sees(Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            return false;
        }
    }

    private Finding WhenStaged(FileRecord file, bool sameBoot)
    {
        var final = session.Layout.Final(file.Folder, file.FinalName);
        if (IsPublished(file))
            return Finding.PublishedTwice;
        if (!ContentHash.OwnHolds(session.Platform, session.Layout.Staged(file.Folder, file.StagedName), file.Size, file.Sha256))
            return Finding.Damaged;
        return !sameBoot ? Finding.PossiblyImported
            : session.Platform.IsThere(final) ? Finding.NameTaken
            : Finding.Staged;
    }

    private Finding WhenGone(FileRecord file) => IsPublished(file) ? Finding.Published : Finding.Taken;

    private (HashSet<string>? Names, string Identity, string Cause) List(string relative)
    {
        if (_folders.TryGetValue(relative, out var known))
            return known;
        var staging = session.Layout.Staging(relative);
        try
        {
            known = ([.. session.Platform.FilesIn(staging)], session.Platform.Stamp(staging).Identity, "");
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            session.Doubt();
            known = (null, "", DiskFailures.Sentence(e, staging));
        }
        _folders.Add(relative, known);
        return known;
    }
}
