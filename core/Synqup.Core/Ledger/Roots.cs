using Microsoft.Data.Sqlite;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Ledger;

/// <summary>Which root is which: its marker says who it is, its path only where it was entered last.</summary>
internal static class Roots
{
    /// <summary>A root is entered under a path; one that is known under another one has moved, with all its batches.</summary>
    public static RootHistory Enter(LedgerTransaction transaction, string path, string shown, string marker)
    {
        var connection = transaction.Connection;
        if (connection.Long("SELECT id FROM root WHERE marker = ?", marker) is { } root)
        {
            Move(connection, root, path);
        }
        else
        {
            // A root that was marked anew, as after a restore, is still the one of its path.
            connection.Run("INSERT INTO root (path, marker, newest) VALUES (?1, ?2, 0) ON CONFLICT (path) DO UPDATE SET marker = ?2", path, marker);
        }

        connection.Run("UPDATE root SET shown = ?2 WHERE path = ?1 AND shown IS NOT ?2", path, shown);
        return Batches.ReadRoot(connection, path);
    }

    /// <summary>The root counts so many batches already, as it says itself.</summary>
    public static bool Counted(LedgerConnection connection, string path, long newest)
    {
        connection.Run("UPDATE root SET newest = max(newest, ?) WHERE path = ?", newest, path);
        return connection.Changes > 0;
    }

    /// <summary>All that were ever entered: local paths, and the roots as people know them.</summary>
    public static IReadOnlyList<(string Path, string Shown)> ReadAll(LedgerConnection connection)
    {
        var roots = new List<(string, string)>();
        using var rows = connection.Query("SELECT path, coalesce(shown, path) FROM root ORDER BY id");
        while (rows.Next())
            roots.Add((rows.Row.Text(0), rows.Row.Text(1)));
        return roots;
    }

    /// <summary>The same of a file that may be damaged or not be there: what can be read of it.</summary>
    public static IReadOnlyList<(string Path, string Shown)> Read(string ledger)
    {
        try
        {
            if (!LedgerFile.IsThere(ledger))
                return [];
            using var connection = new LedgerConnection(ledger, create: false);
            return ReadAll(connection);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Where another root was at that path, the two change places: it has gone too, and its own entrance says where.</summary>
    private static void Move(LedgerConnection connection, long root, string path)
    {
        if (connection.Long("SELECT id FROM root WHERE path = ?", path) is not { } other)
        {
            connection.Run("UPDATE root SET path = ? WHERE id = ?", path, root);
        }
        else if (other != root)
        {
            // No two rows may have one path, not even within the exchange.
            connection.Run("UPDATE root SET path = (SELECT path FROM root WHERE id = ?) || char(10) WHERE id = ?", root, other);
            connection.Run("UPDATE root SET path = ? WHERE id = ?", path, root);
            connection.Run("UPDATE root SET path = rtrim(path, char(10)) WHERE id = ?", other);
        }
    }
}
