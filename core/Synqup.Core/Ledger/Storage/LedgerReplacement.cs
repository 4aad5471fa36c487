using System.Globalization;

namespace Synqup.Core.Ledger.Storage;

/// <summary>Puts another file in the ledger's place, while no agent runs, and keeps the one that was there.</summary>
internal static class LedgerReplacement
{
    private static readonly string[] Files = ["", "-wal", "-shm", "-journal"];

    /// <summary>Where the new one is made.</summary>
    public static string PartOf(string path) => path + ".new";

    /// <returns>Where the file is that was there; null when there was none.</returns>
    public static string? Put(string path, DateTimeOffset now)
    {
        var part = PartOf(path);
        using (var connection = new LedgerConnection(part, create: false))
        {
            // One file without a log, which would stay behind under the name of the part.
            connection.Execute("PRAGMA journal_mode = DELETE");
        }

        using (var file = new FileStream(part, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            file.Flush(flushToDisk: true);
        var kept = string.Create(CultureInfo.InvariantCulture, $"{path}.replaced-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        var was = LedgerFile.IsThere(path);
        // The file before its log: a stop in between leaves no file that has lost what its log holds. And all of it before the new one
        // comes: a log of another file would be taken for its own.
        foreach (var rest in Files.Where(rest => LedgerFile.IsThere(path + rest)))
            File.Move(path + rest, kept + rest);
        File.Delete(LedgerCopy.MarkerOf(path));
        LedgerCopy.FlushFolderOf(path);
        File.Move(part, path);
        LedgerCopy.FlushFolderOf(path);
        return was ? kept : null;
    }
}
