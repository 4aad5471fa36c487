using System.Collections.Concurrent;

namespace Synqup.Core.Pipeline;

/// <summary>The deliveries that are somewhere between the ledger and their next state, so that none is taken up twice.</summary>
internal sealed class InFlight
{
    private readonly ConcurrentDictionary<long, bool> _ids = new();

    public bool IsEmpty => _ids.IsEmpty;

    /// <summary>Set when one left.</summary>
    public Signal Left { get; } = new();

    public bool TryAdd(long id) => _ids.TryAdd(id, true);

    public void Remove(IEnumerable<long> ids)
    {
        foreach (var id in ids)
            _ids.TryRemove(id, out _);
        Left.Set();
    }

    /// <summary>
    /// What is in flight now. Take it before reading the ledger: a row that was in flight then may have been settled since the
    /// read, and what the read says of it is old.
    /// </summary>
    public HashSet<long> Snapshot() => [.. _ids.Keys];
}
