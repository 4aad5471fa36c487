using System.IO.Abstractions;
using Microsoft.Data.Sqlite;
using Synqup.Core.Delivery;

namespace Synqup.Core.Ledger.Storage;

/// <summary>
/// After a flush failed, the system may hold pages that it calls written and that are not on the disk. So the next start copies
/// what it can read into a new file, flushes that and puts it in the place of the old one.
/// </summary>
internal static class LedgerCopy
{
    public static string MarkerOf(string path) => path + ".failed";

    /// <summary>Remembers for the next start that a write failed. What cannot be written on a disk that fails is not missed: the next commit fails too.</summary>
    public static void MarkFailed(string path, string cause)
    {
        try
        {
            File.WriteAllText(MarkerOf(path), cause);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    public static void RenewAfterFailure(string path)
    {
        if (!LedgerFile.IsThere(MarkerOf(path)))
            return;
        if (LedgerFile.IsThere(path))
            Replace(path);
        File.Delete(MarkerOf(path));
    }

    private static void Replace(string path)
    {
        var copy = path + ".copy";
        Remove(copy);
        try
        {
            using (var source = Open(path, SqliteOpenMode.ReadWrite))
            using (var target = Open(copy, SqliteOpenMode.ReadWriteCreate))
            {
                source.BackupDatabase(target);
            }

            using var file = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            // Where there was no room for it, what there is of it takes the little that is left.
            Remove(copy);
            throw;
        }

        File.Move(copy, path, overwrite: true);
        Platform.ForThisSystem(new FileSystem()).FlushFolder(Path.GetDirectoryName(path)!);
        // Only now: the copy has every page as the log leaves it, so a log that is still there changes nothing, while the old
        // file without its log would have lost commits.
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    private static void Remove(string copy)
    {
        foreach (var rest in new[] { copy, copy + "-journal", copy + "-wal", copy + "-shm" })
            File.Delete(rest);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
