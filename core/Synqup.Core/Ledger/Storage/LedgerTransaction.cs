using System.Runtime.InteropServices;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger.Storage;

/// <summary>What the writes of one group share: the connection, one moment, and what has to follow from all of them together.</summary>
internal sealed class LedgerTransaction(LedgerConnection connection)
{
    private readonly Dictionary<string, long> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _names = [];
    // The state as a number: code that is compiled ahead would box it for every look-up.
    private readonly Dictionary<(long Source, long State), long> _tally = [];

    public LedgerConnection Connection => connection;

    public DateTimeOffset Now { get; private set; }

    /// <summary>Sources that got something into their outbox.</summary>
    public HashSet<string> OutboxChanged { get; } = [];

    /// <summary>Sources of which something may be due earlier than before.</summary>
    public HashSet<string> DueChanged { get; } = [];

    public void Begin(DateTimeOffset now)
    {
        connection.Run("BEGIN IMMEDIATE");
        Now = now;
        _tally.Clear();
        OutboxChanged.Clear();
        DueChanged.Clear();
    }

    public void Commit()
    {
        foreach (var ((source, state), count) in _tally)
        {
            if (count != 0)
                connection.Run("INSERT INTO tally (source, state, count) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = count + ?3", source, state, count);
        }

        connection.Run("COMMIT");
    }

    public void Rollback()
    {
        _sources.Clear();
        _names.Clear();
        connection.RollBack();
    }

    public long Source(string name)
    {
        if (_sources.TryGetValue(name, out var id))
            return id;
        connection.Run("INSERT INTO source (name) VALUES (?) ON CONFLICT DO NOTHING", name);
        return _sources[name] = connection.Long("SELECT id FROM source WHERE name = ?", name)!.Value;
    }

    /// <summary>Keeps the counts by state right; every change of state is told here.</summary>
    public void Count(long source, DeliveryState? from, DeliveryState to)
    {
        if (from is { } left)
            Count(source, left, -1);
        Count(source, to, 1);
    }

    private void Count(long source, DeliveryState state, int change) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_tally, (source, (long)state), out _) += change;

    /// <summary>Puts an acknowledgement into the outbox; one that waits there already gets this reason.</summary>
    public void Acknowledge(long source, long delivery, AcknowledgementOutcome outcome, string? reason)
    {
        connection.Run(
            "INSERT INTO acknowledgement (source, delivery, outcome, at, reason) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET at = ?4, reason = ?5",
            source, delivery, outcome, Now, reason);
        OutboxChanged.Add(Name(source));
    }

    public void Unacknowledge(long source, long delivery, AcknowledgementOutcome outcome) =>
        connection.Run("DELETE FROM acknowledgement WHERE source = ? AND delivery = ? AND outcome = ?", source, delivery, outcome);

    /// <summary>A delivery is settled: a later one of the same document that waited for it is due.</summary>
    /// <returns>Whether one waited.</returns>
    public bool LetNextGo(long source, long delivery)
    {
        connection.Run("UPDATE delivery SET waits_for = NULL, due_at = ? WHERE waits_for = ?", Now, delivery);
        if (connection.Changes == 0)
            return false;
        IsDueEarlier(source);
        return true;
    }

    public void IsDueEarlier(long source) => DueChanged.Add(Name(source));

    private string Name(long source)
    {
        if (_names.TryGetValue(source, out var name))
            return name;
        return _names[source] = connection.Text("SELECT name FROM source WHERE id = ?", source)!;
    }
}
