using System.Text;

namespace Synqup.Core.Delivery;

/// <summary>
/// The target folders that are in use. Each is made and looked at once per process, and noted in the root's own folder before
/// anything is staged in it: so the next start looks for leftovers only where some can be, however large the tree is.
/// </summary>
internal sealed class TargetFolders(IPlatform platform, RootLayout layout, Action verifyRoot)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TargetFolder> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _littered = new(StringComparer.Ordinal);

    /// <summary>The folder, made when it is not there.</summary>
    /// <param name="mayCreate">Whether the target folder itself may be made.</param>
    /// <param name="created">Whether it was.</param>
    /// <exception cref="StatedException">It is not there and may not be made.</exception>
    public TargetFolder Open(string relative, bool mayCreate, out bool created)
    {
        lock (_lock)
        {
            created = false;
            if (_known.TryGetValue(relative, out var known))
                return known;
            var staging = layout.Staging(relative);
            created = Make(relative, staging, mayCreate);
            if (_noted.Add(relative))
                platform.Append(layout.Touched, relative + "\n");
            var folder = new TargetFolder(relative, layout.Folder(relative), staging, platform.Stamp(staging));
            _known.Add(relative, folder);
            return folder;
        }
    }

    /// <summary>Something failed there: looked at anew next time.</summary>
    public void Forget(string relative)
    {
        lock (_lock)
            _known.Remove(relative);
    }

    /// <summary>A staged file there could not be removed: the next start tries again.</summary>
    public void Littered(string relative)
    {
        lock (_lock)
            _littered.Add(relative);
    }

    /// <summary>Removes the staged files of this root that nobody knows, and says how many.</summary>
    /// <param name="prefix">Begins the names of this root's staged files.</param>
    /// <param name="known">Whole paths of those that a manifest binds.</param>
    public int RemoveLeftovers(string prefix, IReadOnlySet<string> known)
    {
        lock (_lock)
        {
            var removed = 0;
            foreach (var relative in ReadTouched())
            {
                try
                {
                    removed += RemoveLeftovers(relative, prefix, known);
                }
                catch (Exception e) when (DiskFailures.IsDisk(e))
                {
                    _littered.Add(relative);
                }
            }
            Rewrite();
            return removed;
        }
    }

    /// <summary>Nothing is staged any more: the next start has nothing to look for.</summary>
    public void Clear()
    {
        lock (_lock)
            Rewrite();
    }

    private int RemoveLeftovers(string relative, string prefix, IReadOnlySet<string> known)
    {
        var staging = layout.Staging(relative);
        if (!platform.IsFolderThere(staging))
            return 0;
        var removed = 0;
        foreach (var name in platform.FilesIn(staging))
        {
            var path = Path.Join(staging, name);
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || !name.EndsWith(RootLayout.PartSuffix, StringComparison.Ordinal) || known.Contains(path))
                continue;
            platform.Delete(path);
            removed++;
        }
        return removed;
    }

    /// <summary>A damaged line is a folder that does not exist, or one that is looked at for nothing.</summary>
    private IEnumerable<string> ReadTouched() =>
        (OwnFile.ReadText(platform, layout.Touched) ?? "").Split('\n').Distinct(StringComparer.Ordinal);

    private void Rewrite()
    {
        _noted.Clear();
        _noted.UnionWith(_littered);
        OwnFile.Write(platform, layout.Touched, Encoding.UTF8.GetBytes(string.Concat(_noted.Select(r => r + "\n"))));
        _littered.Clear();
        _known.Clear();
    }

    private bool Make(string relative, string staging, bool mayCreate)
    {
        try
        {
            MakeStaging(staging);
            return false;
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.NotFound)
        {
            // A folder that is not there may mean that the whole volume is not: nothing may be made in its place then.
            verifyRoot();
            if (!mayCreate)
                throw new StatedException($"The folder \"{layout.Folder(relative)}\" does not exist. Check the customer's dossier number, or create the folder.", e);
        }
        for (var end = relative.IndexOf('/'); ; end = relative.IndexOf('/', end + 1))
        {
            platform.CreateFolder(layout.Folder(end < 0 ? relative : relative[..end]));
            if (end < 0)
                break;
        }
        MakeStaging(staging);
        return true;
    }

    private void MakeStaging(string staging)
    {
        if (platform.CreateFolder(staging))
            platform.Hide(staging);
    }
}
