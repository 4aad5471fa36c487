using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Ledger;

/// <summary>What is to be worked on, and when.</summary>
internal static class DueEntries
{
    /// <summary>Begins with the few that two partial indexes name: by the source, hence the plus, it would look at everything that was ever delivered.</summary>
    public static readonly string Open =
        $"""
        SELECT {EntryRow.Columns} FROM {EntryRow.Tables}
        WHERE d.id IN (
            SELECT id FROM (
                SELECT id FROM delivery WHERE source = (SELECT id FROM source WHERE name = ?1) AND state < 3 AND state <> 2 AND id > ?2 AND waits_for IS NULL ORDER BY id LIMIT ?3)
            UNION ALL SELECT d.id FROM delivery d WHERE {DeliveryRow.NeedsALook} AND d.state <> 3 AND {DeliveryRow.IsInNoBatch})
            AND +s.name = ?1 AND d.id > ?2 AND d.waits_for IS NULL
        ORDER BY d.id LIMIT ?3
        """;

    public static IReadOnlyList<LedgerEntry> Read(LedgerConnection connection, string source, DateTimeOffset now, long afterId, int limit)
    {
        var entries = new List<LedgerEntry>();
        using var rows = connection.Query(
            $"""
            SELECT {EntryRow.Columns} FROM {EntryRow.Tables}
            WHERE d.source = (SELECT id FROM source WHERE name = ?1) AND d.state < 3 AND d.state <> 2 AND d.id > ?2
                AND d.waits_for IS NULL AND (d.due_at <= ?3 OR (d.state = 0 AND d.due_at IS NULL))
            ORDER BY d.id LIMIT ?4
            """,
            source, afterId, now, limit);
        while (rows.Next())
            entries.Add(EntryRow.Read(rows.Row));
        return entries;
    }

    /// <summary>What is known here and in no batch: what is to be worked on, and what needs a person although nothing of it was published.</summary>
    public static IReadOnlyList<LedgerEntry> ReadOpen(LedgerConnection connection, string source, long afterId, int limit)
    {
        var entries = new List<LedgerEntry>();
        using var rows = connection.Query(Open, source, afterId, limit);
        while (rows.Next())
            entries.Add(EntryRow.Read(rows.Row));
        return entries;
    }

    /// <summary>What a batch binds. One that was acknowledged before and is published once more, as a person wanted, is no news to the source.</summary>
    public static IReadOnlyList<LedgerEntry> ReadPublishing(LedgerConnection connection, string source)
    {
        var entries = new List<LedgerEntry>();
        using var rows = connection.Query(
            $"SELECT {EntryRow.Columns} FROM {EntryRow.Tables} WHERE d.source = (SELECT id FROM source WHERE name = ?1) AND d.state < 3 AND d.state = 2 AND d.forwarded = 0 ORDER BY d.id", source);
        while (rows.Next())
            entries.Add(EntryRow.Read(rows.Row));
        return entries;
    }

    public static DateTimeOffset? ReadNext(LedgerConnection connection, string source, DateTimeOffset after) =>
        connection.Long(
            "SELECT min(due_at) FROM delivery WHERE source = (SELECT id FROM source WHERE name = ?) AND due_at IS NOT NULL AND due_at > ?", source, after) is { } due
            ? DateTimeOffset.FromUnixTimeMilliseconds(due)
            : null;

    public static LedgerCursor ReadCursor(LedgerConnection connection, string source)
    {
        using var rows = connection.Query("SELECT after, last_full_listing FROM source WHERE name = ?", source);
        return rows.Next() ? new LedgerCursor(rows.Row.LongOrNull(0), rows.Row.TimeOrNull(1)) : new LedgerCursor(null, null);
    }
}
