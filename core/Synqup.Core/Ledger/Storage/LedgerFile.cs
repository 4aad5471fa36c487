using Microsoft.Data.Sqlite;
using SQLitePCL;
using Synqup.Core.Health;

namespace Synqup.Core.Ledger.Storage;

/// <summary>The ledger's file: where it may be, and whether it is whole.</summary>
/// <remarks>On the real file system always: SQLite knows no other.</remarks>
internal static class LedgerFile
{
    /// <summary>Opens the writer's connection on a file that is checked and up to date.</summary>
    /// <exception cref="LedgerException">Says what is wrong with the file and what to do.</exception>
    public static LedgerConnection Open(string path, IReadOnlyList<string> steps)
    {
        try
        {
            if (NetworkDrive.Find(path) is { } drive)
            {
                throw new LedgerException(
                    $"The ledger {path} would be on {drive}. A database on another machine can lose what it was told to keep. " +
                    "Set dataFolder to a folder on a local disk of this machine; the documents themselves may go to network drives.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            LedgerCopy.RenewAfterFailure(path);
            var connection = new LedgerConnection(path, create: true);
            try
            {
                Check(connection, path);
                LedgerSchema.Migrate(connection, path, steps);
                connection.Execute("PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864");
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            throw Damaged(path, exception.Message, exception);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new LedgerException(
                $"The ledger {path} cannot be opened: {Sentence.Ended(exception.Message)} Check that the folder exists, that the account of the agent may write there, and that its disk is not full.",
                exception);
        }
    }

    /// <summary>Unlike <see cref="File.Exists"/>, which says no as well when nobody can know: then a file that failed would be trusted.</summary>
    public static bool IsThere(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static void Check(LedgerConnection connection, string path)
    {
        using var rows = connection.Query("PRAGMA quick_check(3)");
        var findings = new List<string>();
        while (rows.Next())
            findings.Add(rows.Row.Text(0));
        if (findings is not ["ok"])
            throw Damaged(path, string.Join("; ", findings), null);
    }

    private static LedgerException Damaged(string path, string detail, Exception? cause) => new(
        $"The ledger {path} is damaged ({detail.ReplaceLineEndings(" ")}). It was left as it is. Stop the agent, move the file and those beside it that begin with " +
        "its name to another folder, keep them for support, and start the agent: it makes a new ledger from the batches in the destination folders and from what " +
        "the source lists. Nothing is delivered twice; the history of earlier deliveries is lost here. Check the disk before.", cause);
}
