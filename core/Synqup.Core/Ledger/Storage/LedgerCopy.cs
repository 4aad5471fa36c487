using System.IO.Abstractions;
using Synqup.Core.Delivery;

namespace Synqup.Core.Ledger.Storage;

/// <summary>
/// Copies of the file. After a flush failed, the system may hold pages that it calls written and that are not on the disk. So the next
/// start copies what it can read into a new file, flushes that and puts it in the place of the old one.
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

    /// <summary>
    /// Writes one state of a ledger, which may be in use meanwhile, into a new file, and flushes it: one file without a log, for its owner
    /// only. Where that fails, nothing of it is left.
    /// </summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">One of the files cannot be read or written.</exception>
    public static void Write(string from, string to, CancellationToken cancellationToken)
    {
        Remove(to);
        try
        {
            CreateForOwner(to);
            using (var source = new LedgerConnection(from, create: false))
            using (var target = new LedgerConnection(to, create: false))
            {
                // It is flushed as a whole; until then it is nothing.
                target.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
                source.CopyTo(target, cancellationToken);
                target.Execute("PRAGMA journal_mode = DELETE");
            }

            using var file = new FileStream(to, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            // Where there was no room for it, what there is of it takes the little that is left.
            Remove(to);
            throw;
        }
    }

    /// <summary>Makes the names in the folder of a file durable.</summary>
    public static void FlushFolderOf(string path) => Platform.ForThisSystem(new FileSystem()).FlushFolder(Path.GetDirectoryName(path)!);

    public static void Remove(string copy)
    {
        foreach (var rest in new[] { copy, copy + "-journal", copy + "-wal", copy + "-shm" })
            File.Delete(rest);
    }

    private static void Replace(string path)
    {
        var copy = path + ".copy";
        Write(path, copy, CancellationToken.None);
        File.Move(copy, path, overwrite: true);
        FlushFolderOf(path);
        // Only now: the copy has every page as the log leaves it, so a log that is still there changes nothing, while the old
        // file without its log would have lost commits.
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    private static void CreateForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // On Windows it has the rights of its folder, which are the data folder's.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
    }
}
