namespace Synqup.Chaos.Disk;

/// <summary>
/// A volume of which a power cut loses what was not flushed: bytes, and names, each by itself and in any order. Of a rename it keeps
/// at least one of both names. More than real file systems lose, so that nothing is right by their good grace.
/// </summary>
/// <param name="mount">Where it is, without a separator at the end.</param>
/// <param name="isLocal">Whether it is the machine's own, and not a share.</param>
internal sealed class SimulatedVolume(string mount, bool isLocal)
{
    private readonly List<(long Change, Name From, Name To)> _renames = [];
    private readonly List<Name> _dirtyNames = [];
    private readonly List<FileNode> _dirtyFiles = [];
    private long _identities;
    private long _changes;

    public string Mount => mount;

    public bool IsLocal => isLocal;

    public FolderNode Root { get; } = new(0);

    public FolderNode NewFolder() => new(++_identities);

    public FileNode NewFile() => new(++_identities);

    /// <summary>The folder, or null where some part of the path is not there.</summary>
    public FolderNode? Folder(string path)
    {
        var node = Root;
        foreach (var segment in Segments(path))
        {
            if (node.Find(segment) is not FolderNode next)
                return null;
            node = next;
        }
        return node;
    }

    public Node? Find(string path) => path.Length <= mount.Length ? Root : Folder(Parent(path))?.Find(NameOf(path));

    public void Set(string path, Node? value) => Set(Named(path), value, ++_changes);

    public void Rename(string from, string to)
    {
        var (source, target) = (Named(from), Named(to));
        var change = ++_changes;
        var node = source.Now;
        Set(target, node, change);
        Set(source, null, change);
        _renames.Add((change, source, target));
    }

    public void Write(FileNode file, ReadOnlySpan<byte> bytes)
    {
        if (file.IsDurable && bytes.Length > 0)
            _dirtyFiles.Add(file);
        file.Append(bytes);
    }

    public void Flush(FolderNode folder)
    {
        foreach (var name in folder.Names.Values.Where(n => !n.IsDurable))
            name.Flush();
        Sweep();
    }

    /// <summary>The name itself, as an importer that keeps books makes sure that a file that it took is gone.</summary>
    public void FlushName(string path)
    {
        Named(path).Flush();
        Sweep();
    }

    public void FlushNames()
    {
        foreach (var name in _dirtyNames)
            name.Flush();
        Sweep();
    }

    public void FlushFiles()
    {
        foreach (var file in _dirtyFiles)
            file.Flush();
        _dirtyFiles.RemoveAll(f => f.IsDurable);
    }

    /// <summary>What was not durable is never written.</summary>
    public void FailToFlush()
    {
        foreach (var file in _dirtyFiles)
            file.FailToFlush();
    }

    /// <summary>Whether a power cut leaves this file under this path, whole.</summary>
    public bool IsDurable(string path, FileNode file)
    {
        var folder = Root;
        foreach (var segment in Segments(Parent(path)))
        {
            if (!folder.Names.TryGetValue(segment, out var name) || !name.IsDurable || name.Durable is not FolderNode next)
                return false;
            folder = next;
        }
        return file.IsDurable && folder.Names.TryGetValue(NameOf(path), out var last) && last.IsDurable && last.Durable == file;
    }

    /// <summary>The power goes. What is left of everything that was not flushed is chosen.</summary>
    /// <param name="choose">Answers a number below the one that it is given.</param>
    public void Cut(Func<int, int> choose)
    {
        foreach (var name in _dirtyNames)
            name.Chosen = choose(name.Choices);
        foreach (var (change, from, to) in _renames)
        {
            // A journal may lose either half, and never the file.
            if (from.ChosenChange >= change && to.ChosenChange < change && !to.IsDurable)
                from.ChooseBefore(change);
        }
        foreach (var name in _dirtyNames)
            name.CutToChosen();
        Sweep();
        var left = Files().Select(f => f.File).ToHashSet();
        foreach (var file in _dirtyFiles.Where(left.Contains))
        {
            var kept = choose(4) switch
            {
                0 => (file.IsPoisoned ? file.Durable : file.Length, false),
                1 => (file.Durable, false),
                2 => (file.Durable + (file.Length - file.Durable) / 2, false),
                _ => (file.Durable, true),
            };
            file.Cut(kept.Item1, kept.Item2);
        }
        _dirtyFiles.Clear();
    }

    /// <summary>Every file, with its path.</summary>
    public IEnumerable<(string Path, FileNode File)> Files() => Files(Root, mount);

    private static IEnumerable<(string Path, FileNode File)> Files(FolderNode folder, string path)
    {
        foreach (var name in folder.Names.Values)
        {
            if (name.Now is FileNode file)
                yield return ($"{path}/{name.Text}", file);
            else if (name.Now is FolderNode next)
            {
                foreach (var found in Files(next, $"{path}/{name.Text}"))
                    yield return found;
            }
        }
    }

    private void Set(Name name, Node? value, long change)
    {
        if (name.IsDurable)
            _dirtyNames.Add(name);
        name.Set(change, value);
    }

    private Name Named(string path)
    {
        var folder = Folder(Parent(path)) ?? throw new DirectoryNotFoundException($"There is no folder {Parent(path)}.");
        var text = NameOf(path);
        if (!folder.Names.TryGetValue(text, out var name))
            folder.Names.Add(text, name = new Name(folder, text));
        return name;
    }

    private void Sweep()
    {
        // Whoever makes sure that the old name is gone has the new one.
        foreach (var rename in _renames.Where(r => r.From.IsDurable && !r.To.IsDurable))
            rename.To.Flush();
        _renames.RemoveAll(r => r.From.IsDurable || r.To.IsDurable);
        foreach (var name in _dirtyNames.Where(n => n.IsUnused))
            name.Folder.Names.Remove(name.Text);
        _dirtyNames.RemoveAll(n => n.IsDurable);
    }

    private string[] Segments(string path) => path.Length <= mount.Length ? [] : path[(mount.Length + 1)..].Split('/');

    public static string Parent(string path) => path[..path.LastIndexOf('/')];

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
