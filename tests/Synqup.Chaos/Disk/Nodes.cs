namespace Synqup.Chaos.Disk;

/// <summary>A file or a folder, whatever it is called.</summary>
internal abstract class Node(long identity)
{
    public long Identity => identity;
}

internal sealed class FolderNode(long identity) : Node(identity)
{
    public Dictionary<string, Name> Names { get; } = new(StringComparer.Ordinal);

    public Node? Find(string name) => Names.TryGetValue(name, out var found) ? found.Now : null;
}

/// <summary>What a name in a folder stood for since it was last flushed, the oldest first: a power cut leaves one of these.</summary>
internal sealed class Name(FolderNode folder, string text)
{
    private readonly List<(long Change, Node? Value)> _history = [(0, null)];

    public FolderNode Folder => folder;

    public string Text => text;

    public Node? Now => _history[^1].Value;

    public Node? Durable => _history[0].Value;

    public bool IsDurable => _history.Count == 1;

    public int Choices => _history.Count;

    public bool IsUnused => IsDurable && Now is null;

    /// <summary>What a power cut has chosen.</summary>
    public int Chosen { get; set; }

    public long ChosenChange => _history[Chosen].Change;

    public void Set(long change, Node? value) => _history.Add((change, value));

    public void Flush() => _history.RemoveRange(0, _history.Count - 1);

    public void CutToChosen()
    {
        var chosen = _history[Chosen];
        _history.Clear();
        _history.Add(chosen);
        Chosen = 0;
    }

    /// <summary>Chooses the last state before a change.</summary>
    public void ChooseBefore(long change) => Chosen = Math.Max(0, _history.FindLastIndex(h => h.Change < change));
}

internal sealed class FileNode(long identity) : Node(identity)
{
    private byte[] _bytes = [];

    /// <summary>How much of it a power cut leaves for sure.</summary>
    public int Durable { get; private set; }

    /// <summary>A flush failed: what was not durable by then is never written, though later flushes succeed.</summary>
    public bool IsPoisoned { get; private set; }

    /// <summary>Another program holds it; null when none does.</summary>
    public object? Holder { get; set; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public int Length => _bytes.Length;

    public bool IsDurable => Durable == Length;

    public void Append(ReadOnlySpan<byte> bytes) => _bytes = [.. _bytes, .. bytes];

    public void Flush()
    {
        if (!IsPoisoned)
            Durable = Length;
    }

    public void FailToFlush() => IsPoisoned = !IsDurable;

    /// <summary>A power cut leaves the first bytes, and of the rest nothing or zeros.</summary>
    public void Cut(int kept, bool zeros)
    {
        var rest = zeros ? Length - kept : 0;
        _bytes = [.. _bytes.AsSpan(0, kept), .. new byte[rest]];
        Durable = Length;
        IsPoisoned = false;
    }
}
