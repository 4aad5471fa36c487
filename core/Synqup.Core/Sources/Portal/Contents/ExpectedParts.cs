namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>What a bundle is expected to hold, in the order asked, and what of it has come.</summary>
/// <param name="asked">The parts of a document stand together, and are those of one delivery: entries name the document only.</param>
internal sealed class ExpectedParts(List<PartRequest> asked)
{
    private readonly bool[] _settled = new bool[asked.Count];
    private int _next;
    private int _strays;

    public BundleRequest ToRequest()
    {
        var items = new List<BundleItem>(asked.Count);
        for (var index = 0; index < asked.Count;)
        {
            var (id, delivery) = (asked[index].DocumentId, asked[index].DeliveryNumber);
            var parts = new List<string>(2);
            for (; index < asked.Count && asked[index].DocumentId == id; index++)
                parts.Add(asked[index].Part);
            items.Add(new BundleItem(id, parts, delivery));
        }

        return new BundleRequest(items);
    }

    /// <summary>The part that this entry is, once; null when it is none that is still expected.</summary>
    public PartRequest? Take(string entry)
    {
        var index = _next < asked.Count && !_settled[_next] && IsNamed(asked[_next], entry) ? _next : FindOutOfOrder(entry);
        if (index < 0)
            return null;
        _settled[index] = true;
        _next = index + 1;
        return asked[index];
    }

    /// <summary>The parts still expected of the document that this entry says is not to be had.</summary>
    public List<PartRequest> TakeDocument(string entry)
    {
        var parts = new List<PartRequest>();
        if (ProblemEntry.DocumentOf(entry) is not { } id)
            return parts;
        for (var index = 0; index < asked.Count; index++)
        {
            if (_settled[index] || id != asked[index].DocumentId)
                continue;
            _settled[index] = true;
            _next = index + 1;
            parts.Add(asked[index]);
        }

        return parts;
    }

    /// <summary>An entry that nobody asked for is passed over, but not without end.</summary>
    /// <exception cref="BrokenBundleException">There are more of them than of what was asked for.</exception>
    public void CountStray(string entry)
    {
        if (++_strays > asked.Count)
            throw new BrokenBundleException(new InvalidDataException($"It holds more entries that nobody asked for than others, such as '{entry}'."));
    }

    public IReadOnlyList<PartRequest> Rest() => [.. asked.Where((_, index) => !_settled[index])];

    private int FindOutOfOrder(string entry)
    {
        for (var index = 0; index < asked.Count; index++)
        {
            if (!_settled[index] && IsNamed(asked[index], entry))
                return index;
        }

        return -1;
    }

    private static bool IsNamed(PartRequest part, string entry) =>
        entry.Length == part.DocumentId.Length + 1 + part.Part.Length
        && entry.StartsWith(part.DocumentId, StringComparison.Ordinal)
        && entry[part.DocumentId.Length] == '/'
        && entry.EndsWith(part.Part, StringComparison.Ordinal);
}

/// <summary>The rest of a bundle cannot be had from it; the inner exception says why.</summary>
internal sealed class BrokenBundleException(Exception cause) : Exception(cause.Message, cause);
