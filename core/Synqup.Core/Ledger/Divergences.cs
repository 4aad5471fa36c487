using Microsoft.Data.Sqlite;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Ledger;

/// <summary>What root and ledger do not agree on, until a person closes it.</summary>
internal static class Divergences
{
    /// <summary>The documents of the batches of a root (1) from one number (2) to another (3) that were delivered and are not on their way again.</summary>
    public const string Documents =
        """
        d.id IN (SELECT delivery FROM publication WHERE root = (SELECT id FROM root WHERE path = ?1) AND number BETWEEN ?2 AND ?3) AND d.state IN (3, 4)
            AND NOT EXISTS (SELECT 1 FROM delivery later WHERE later.source = d.source AND later.document = d.document AND later.number > d.number)
        """;

    /// <returns>Whether it is a new one; one that is open already is widened.</returns>
    public static bool Record(LedgerTransaction transaction, Divergence found)
    {
        var connection = transaction.Connection;
        // What the root counted is counted here from now on, so that the next start does not find the same again.
        connection.Run("INSERT INTO root (path, newest) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET newest = max(newest, ?2)", found.Root, found.Last);
        var root = connection.Long("SELECT id FROM root WHERE path = ?", found.Root)!.Value;
        var isOpen = connection.Long("SELECT 1 FROM divergence WHERE root = ? AND kind = ?", root, (long)found.Kind) is not null;
        connection.Run(
            "INSERT INTO divergence VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET shown = ?3, first = min(first, ?4), last = max(last, ?5)",
            root, (long)found.Kind, found.Shown, found.First, found.Last, found.At);
        return !isOpen;
    }

    public static IReadOnlyList<Divergence> Read(LedgerConnection connection)
    {
        var found = new List<Divergence>();
        using var rows = connection.Query("SELECT r.path, v.shown, v.kind, v.first, v.last, v.at FROM divergence v JOIN root r ON r.id = v.root ORDER BY r.id, v.kind");
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
