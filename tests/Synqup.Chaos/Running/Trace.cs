using System.Globalization;

namespace Synqup.Chaos.Running;

/// <summary>A number that stands for everything that happened in a world, in its order; and, where asked for, the last of it in words.</summary>
internal sealed class Trace(bool inWords)
{
    private const int Kept = 400;

    private readonly Queue<string> _words = new();
    private ulong _hash = 14695981039346656037;

    public bool IsInWords => inWords;

    /// <summary>The first exception of the agent that no disk, portal or ledger threw.</summary>
    public Exception? Mistake { get; set; }

    public string Hash => _hash.ToString("x16", CultureInfo.InvariantCulture);

    public IEnumerable<string> Words => _words;

    public void Note(long number) => _hash = (_hash ^ (ulong)number) * 1099511628211;

    public void Note(string what, string where = "")
    {
        Add(what);
        Add(where);
        if (inWords)
            Say(where.Length == 0 ? what : $"{what} {where}");
    }

    /// <summary>For people only: nothing that happens depends on it.</summary>
    public void Say(string what)
    {
        if (!inWords)
            return;
        _words.Enqueue(what);
        if (_words.Count > Kept)
            _words.Dequeue();
    }

    private void Add(string text)
    {
        foreach (var character in text)
            Note(character);
    }
}
