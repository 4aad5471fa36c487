using Microsoft.Data.Sqlite;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Ledger;

/// <summary>What root and ledger do not agree on, until a person closes it.</summary>
internal static class Divergences
{
    /// <summary>Whether it ends when its documents are listed again; the others only a person can end.</summary>
    public static bool HasDocuments(DivergenceKind kind) => kind is DivergenceKind.RootIsBehind or DivergenceKind.Unseen;

    /// <summary>The documents of the batches of a root (1) from one number (2) to another (3) that were delivered and are not on their way again.</summary>
    public static string Documents(DivergenceKind kind) =>
        $"""
        d.id IN (SELECT delivery FROM publication WHERE root = (SELECT id FROM root WHERE path = ?1) AND number BETWEEN ?2 AND ?3) AND d.state IN (3, 4)
            {(kind == DivergenceKind.Unseen ? "AND d.unseen = 1" : "")}
            AND NOT EXISTS (SELECT 1 FROM delivery later WHERE later.source = d.source AND later.document = d.document AND later.number > d.number)
        """;

    /// <returns>Whether it is a new one; one that is open already is widened.</returns>
    public static bool Record(LedgerTransaction transaction, Divergence found)
    {
        var connection = transaction.Connection;
        // What the root counted is counted here from now on, so that the next start does not find the same again.
        connection.Run("INSERT INTO root (path, shown, newest) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET newest = max(newest, ?3)", found.Root, found.Shown, found.Last);
        return Open(connection, connection.Long("SELECT id FROM root WHERE path = ?", found.Root)!.Value, found.Kind, found.First, found.Last, found.At);
    }

    /// <summary>The batch of a delivery is one on which root and ledger do not agree; call it before the delivery itself changes.</summary>
    public static void Record(LedgerTransaction transaction, long delivery, DivergenceKind kind)
    {
        var connection = transaction.Connection;
        if (connection.Long("SELECT root FROM publication WHERE delivery = ?", delivery) is not { } root)
            return;
        var number = connection.Long("SELECT number FROM publication WHERE delivery = ?", delivery)!.Value;
        Open(connection, root, kind, number, number, transaction.Now);
    }

    /// <summary>One of which no document is left to look at has ended: then it is another one.</summary>
    private static bool Open(LedgerConnection connection, long root, DivergenceKind kind, long first, long last, DateTimeOffset at)
    {
        var isOpen = Read(connection, root).FirstOrDefault(one => one.Kind == kind) is { } known && (!HasDocuments(kind) || Count(connection, known) > 0);
        if (!isOpen)
            connection.Run("DELETE FROM divergence WHERE root = ? AND kind = ?", root, (long)kind);
        connection.Run(
            "INSERT INTO divergence (root, kind, first, last, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET first = min(first, ?3), last = max(last, ?4)",
            root, (long)kind, first, last, at);
        return !isOpen;
    }

    public static long Count(LedgerConnection connection, Divergence divergence) =>
        connection.Long($"SELECT count(*) FROM delivery d WHERE {Documents(divergence.Kind)}", divergence.Root, divergence.First, divergence.Last) ?? 0;

    /// <param name="root">Its id; null for all.</param>
    public static IReadOnlyList<Divergence> Read(LedgerConnection connection, long? root = null)
    {
        var found = new List<Divergence>();
        using var rows = connection.Query(
            "SELECT r.path, coalesce(r.shown, r.path), v.kind, v.first, v.last, v.at FROM divergence v JOIN root r ON r.id = v.root WHERE ?1 IS NULL OR r.id = ?1 ORDER BY r.id, v.kind", root);
        while (rows.Next())
        {
            var row = rows.Row;
            found.Add(new Divergence(row.Text(0), row.Text(1), (DivergenceKind)row.Long(2), row.Long(3), row.Long(4), row.Time(5)));
        }

        return found;
    }

    /// <summary>A person says that it is settled. Also beside a running agent, whose own commits wait for this short one.</summary>
    /// <returns>False when it was widened since it was read: nobody has looked at what came to it.</returns>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public static bool Close(string path, Divergence settled)
    {
        try
        {
            using var connection = new LedgerConnection(path, create: false);
            connection.Run(
                "DELETE FROM divergence WHERE root = (SELECT id FROM root WHERE path = ?) AND kind = ? AND first = ? AND last = ?",
                settled.Root, (long)settled.Kind, settled.First, settled.Last);
            return connection.Changes > 0;
        }
        catch (SqliteException exception)
        {
            throw new LedgerException($"The ledger {path} cannot be written: {exception.Message} Say it as an administrator, or as the account under which the agent runs.", exception);
        }
    }
}
