using Synqup.Core.Delivery;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Ledger;

/// <summary>What the ledger knows of the batches of a root.</summary>
internal static class Batches
{
    private const string SetsOfBatch = "FROM publication p JOIN delivery d ON d.id = p.delivery WHERE p.root = b.root AND p.number = b.number";

    public static RootHistory ReadRoot(LedgerConnection connection, string root)
    {
        var batches = new List<BatchRecord>();
        using var rows = connection.Query(
            """
            SELECT b.root, b.number, b.boot_id, b.configuration_version, b.at
            FROM batch b WHERE b.root = (SELECT id FROM root WHERE path = ?) ORDER BY b.number
            """,
            root);
        while (rows.Next())
        {
            var row = rows.Row;
            batches.Add(new BatchRecord(root, row.Long(1), row.Text(2), row.Text(3), row.Time(4), ReadSets(connection, row.Long(0), row.Long(1))));
        }

        return Decisions.ReadRoot(connection, root, new RootHistory(connection.Long("SELECT newest FROM root WHERE path = ?", root) ?? 0, batches));
    }

    /// <summary>
    /// Those with a batch of which something is publishing or not acknowledged yet, or that is closed and not forgotten; and those where a
    /// person decided what has not been carried out. Not those in which all that is open waits for a person: perhaps for ever.
    /// </summary>
    public static IReadOnlyList<(string Path, string Shown)> ReadUnfinishedRoots(LedgerConnection connection)
    {
        var roots = new List<(string, string)>();
        using var rows = connection.Query(
            $"""
            SELECT r.path, coalesce(r.shown, r.path) FROM root r
            WHERE EXISTS (SELECT 1 FROM batch b WHERE b.root = r.id AND (
                EXISTS (SELECT 1 {SetsOfBatch} AND (d.state = 2 OR (d.state = 3 AND d.reason IS NULL))) OR NOT EXISTS (SELECT 1 {SetsOfBatch} AND d.state IN (2, 3, 5))
                OR EXISTS (SELECT 1 {SetsOfBatch} AND d.state = 5 AND d.id IN (SELECT delivery FROM decision WHERE ended_at IS NULL))))
            ORDER BY r.id
            """);
        while (rows.Next())
            roots.Add((rows.Row.Text(0), rows.Row.Text(1)));
        return roots;
    }

    public static IReadOnlyList<DeliveryState?> ReadStates(LedgerConnection connection, IReadOnlyList<SetRecord> sets)
    {
        var states = new DeliveryState?[sets.Count];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = (DeliveryState?)connection.Long(
                "SELECT state FROM delivery WHERE source = (SELECT id FROM source WHERE name = ?) AND document = ? AND number = ?",
                sets[i].Source, sets[i].DocumentId, sets[i].DeliveryNumber);
        }

        return states;
    }

    public static IReadOnlyList<long> ReadClosed(LedgerConnection connection, string root)
    {
        var numbers = new List<long>();
        using var rows = connection.Query(
            $"""
            SELECT b.number FROM batch b WHERE b.root = (SELECT id FROM root WHERE path = ?) AND NOT EXISTS (SELECT 1 {SetsOfBatch} AND d.state IN (2, 3, 5))
            ORDER BY b.number
            """,
            root);
        while (rows.Next())
            numbers.Add(rows.Row.Long(0));
        return numbers;
    }

    public static IReadOnlyList<FileRecord> ReadFiles(LedgerConnection connection, long delivery)
    {
        var files = new List<FileRecord>();
        using var rows = connection.Query(
            """
            SELECT rank, part, folder, folder_identity, staged_name, final_name, shown_path, size, sha256
            FROM file WHERE delivery = ? ORDER BY ordinal
            """,
            delivery);
        while (rows.Next())
        {
            var row = rows.Row;
            files.Add(new FileRecord(
                (int)row.Long(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Long(7), row.Text(8)));
        }

        return files;
    }

    private static List<SetRecord> ReadSets(LedgerConnection connection, long root, long number)
    {
        var sets = new List<SetRecord>();
        using var rows = connection.Query(
            """
            SELECT d.id, s.name, t.json, p.configuration
            FROM publication p JOIN delivery d ON d.id = p.delivery JOIN source s ON s.id = d.source JOIN description t ON t.delivery = d.id
            WHERE p.root = ? AND p.number = ? ORDER BY d.id
            """,
            root, number);
        while (rows.Next())
        {
            var row = rows.Row;
            sets.Add(new SetRecord(row.Text(1), EntryRow.Describe(row.Utf8(2)), row.Text(3), ReadFiles(connection, row.Long(0))));
        }

        return sets;
    }
}
