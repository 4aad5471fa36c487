using Microsoft.Data.Sqlite;
using SQLitePCL;
using Synqup.Core.Health;

namespace Synqup.Core.Ledger.Storage;

/// <summary>The ledger's file: where it may be, and whether it is whole.</summary>
/// <remarks>On the real file system always: SQLite knows no other.</remarks>
internal static class LedgerFile
{
    /// <summary>What to do about a ledger that cannot be used any more.</summary>
    public const string RenewRemedy =
        "Check the disk. Then stop the agent and say 'synqup ledger restore', which takes the newest good backup, or 'synqup ledger rebuild' when there is none. " +
        "Both keep the file, and nothing is delivered twice.";

    /// <summary>A larger file is looked through while it is used: nobody waits minutes for a start.</summary>
    private const long CheckedAtOnce = 256 << 20;

    /// <summary>Opens the writer's connection on a file that is up to date, and checked where <see cref="IsCheckedAtOnce"/> says so.</summary>
    /// <exception cref="LedgerException">Says what is wrong with the file and what to do.</exception>
    public static LedgerConnection Open(string path, IReadOnlyList<LedgerStep> steps, string program, DateTimeOffset now)
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
                if (IsCheckedAtOnce(path))
                    Check(connection, path, CancellationToken.None);
                LedgerSchema.Migrate(connection, path, steps, program, now);
                connection.Execute("PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864");
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException exception) when (IsDamage(exception))
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

    /// <summary>Whether a file is so small that it is looked through whenever it is opened.</summary>
    public static bool IsCheckedAtOnce(string path) => new FileInfo(path) is { Exists: false } or { Length: <= CheckedAtOnce };

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

    /// <summary>Looks through the whole file.</summary>
    /// <exception cref="LedgerException">It is damaged.</exception>
    public static void Check(LedgerConnection connection, string path, CancellationToken cancellationToken)
    {
        if (Findings(connection, thorough: false, cancellationToken) is [_, ..] findings)
            throw Damaged(path, string.Join("; ", findings), null);
    }

    /// <summary>What is wrong with a file; empty when it is whole.</summary>
    /// <param name="thorough">Also whether each index says what its table says, which takes several times as long.</param>
    public static IReadOnlyList<string> Findings(LedgerConnection connection, bool thorough, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.UnsafeRegister(static state => ((LedgerConnection)state!).Interrupt(), connection);
        try
        {
            using var rows = connection.Query(thorough ? "PRAGMA integrity_check(3)" : "PRAGMA quick_check(3)");
            var findings = new List<string>();
            while (rows.Next())
                findings.Add(rows.Row.Text(0));
            return findings is ["ok"] ? [] : findings;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    public static LedgerException Damaged(string path, string detail, Exception? cause) => new(
        LedgerFailure.Damaged, $"The ledger {path} is damaged ({detail.ReplaceLineEndings(" ")}). It was left as it is.", RenewRemedy, cause);
}
