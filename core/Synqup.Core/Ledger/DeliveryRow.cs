using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Ledger;

/// <summary>What the writes need to know of a delivery that is there.</summary>
internal readonly record struct DeliveryRow(long Id, long Number, long Sequence, DeliveryState State, bool Waits)
{
    /// <summary>Known here and not in a batch: a setback, a cancellation or a batch may take it.</summary>
    public bool IsOpen => State is DeliveryState.Listed or DeliveryState.Deferred;

    /// <summary>The condition on a delivery <c>d</c> that a person should see it, in the very words of the index <c>delivery_attention</c>: SQLite uses a partial index only where a condition implies its own.</summary>
    public static readonly string NeedsALook = $"d.state IN ({(int)DeliveryState.Delivered}, {(int)DeliveryState.Quarantined}, {(int)DeliveryState.Rejected}) AND d.reason IS NOT NULL";

    /// <summary>The condition on a delivery <c>d</c> that nothing of it was published.</summary>
    public const string IsInNoBatch = "NOT EXISTS (SELECT 1 FROM publication p WHERE p.delivery = d.id)";

    public static DeliveryRow? Find(LedgerConnection connection, long source, string document, long number)
    {
        using var rows = connection.Query(
            "SELECT id, number, sequence, state, waits_for FROM delivery WHERE source = ? AND document = ? AND number = ?", source, document, number);
        return rows.Next() ? Read(rows.Row) : null;
    }

    /// <summary>All deliveries of a document, the newest first.</summary>
    public static List<DeliveryRow> FindAll(LedgerConnection connection, long source, string document)
    {
        using var rows = connection.Query(
            "SELECT id, number, sequence, state, waits_for FROM delivery WHERE source = ? AND document = ? ORDER BY number DESC", source, document);
        if (!rows.Next())
            return [];
        var found = new List<DeliveryRow>();
        do
            found.Add(Read(rows.Row));
        while (rows.Next());
        return found;
    }

    private static DeliveryRow Read(LedgerStatement row) => new(row.Long(0), row.Long(1), row.Long(2), row.State(3), !row.IsNull(4));
}
