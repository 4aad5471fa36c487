using System.Globalization;
using Microsoft.Data.Sqlite;
using Synqup.Core.Health;

namespace Synqup.Core.Ledger.Storage;

/// <summary>The backups of a ledger, in a folder beside it: made while it is in use, and looked through before they count.</summary>
internal sealed class LedgerBackups(string ledger)
{
    /// <summary>How many are kept of each kind.</summary>
    public static IReadOnlyDictionary<BackupKind, int> Kept { get; } =
        new Dictionary<BackupKind, int> { [BackupKind.Daily] = 7, [BackupKind.Upgrade] = 2, [BackupKind.Manual] = 3 };

    private const string Part = ".part";

    /// <summary>A backup is never what fills the disk on which the ledger is written.</summary>
    private const long LeftFree = 64 << 20;

    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    public string Ledger => ledger;

    public string Folder { get; } = Path.Combine(Path.GetDirectoryName(ledger)!, "backups");

    /// <summary>The newest first.</summary>
    public IReadOnlyList<LedgerBackup> List() =>
        Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder).Select(LedgerBackup.Of).OfType<LedgerBackup>().OrderByDescending(one => one.At).ThenBy(one => one.Path, StringComparer.Ordinal)] : [];

    /// <summary>Copies the ledger, which may be in use, and removes the backups that are too many then. On the caller's thread.</summary>
    /// <exception cref="LedgerException">There is no backup of this moment: why, and what to do; or the ledger itself is damaged.</exception>
    public LedgerBackup Make(BackupKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Folder, LedgerBackup.NameOf(now, kind));
        var part = $"{path}.{Environment.ProcessId}{Part}";
        try
        {
            CreateFolder();
            RemoveAbandoned(now);
            MakeRoom();
            LedgerCopy.Write(ledger, part, cancellationToken);
            Verify(part, cancellationToken);
            File.Move(part, path, overwrite: true);
            LedgerCopy.FlushFolderOf(path);
            Prune();
            return new LedgerBackup(path, now, kind);
        }
        catch (SqliteException exception) when (LedgerFile.IsDamage(exception))
        {
            throw LedgerFile.Damaged(ledger, exception.Message, exception);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw Failed(exception.Message, $"Check the disk of {Folder}, and let the account of the agent write there.", exception);
        }
    }

    /// <summary>Whether a copy can take the ledger's place.</summary>
    /// <returns>A sentence that says why not; null when it can.</returns>
    public static string? WhyUnusable(string copy, bool thorough, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new LedgerConnection(copy, create: false);
            if (LedgerFile.Findings(connection, thorough, cancellationToken) is [_, ..] findings)
                return $"{copy} is damaged ({string.Join("; ", findings).ReplaceLineEndings(" ")}).";
            return LedgerSchema.Check(connection, copy, LedgerSchema.Steps) == 0 ? $"{copy} is empty." : null;
        }
        catch (LedgerException exception)
        {
            return exception.Problem;
        }
        catch (SqliteException exception)
        {
            return $"{copy} cannot be used: {Sentence.Ended(exception.Message)}";
        }
    }

    private void Verify(string part, CancellationToken cancellationToken)
    {
        if (WhyUnusable(part, thorough: false, cancellationToken) is not { } problem)
            return;
        LedgerCopy.Remove(part);
        // A copy has the pages of the ledger: where these are whole, it is the copy's disk that did not keep them.
        using var connection = new LedgerConnection(ledger, create: false);
        LedgerFile.Check(connection, ledger, cancellationToken);
        throw Failed(problem, $"Check the disk of {Folder}.", null);
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Folder);
        else
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void RemoveAbandoned(DateTimeOffset now)
    {
        // Another process may be writing one at this moment.
        foreach (var rest in Directory.GetFiles(Folder, "*" + Part + "*").Where(file => now - File.GetLastWriteTimeUtc(file) > Abandoned))
            File.Delete(rest);
    }

    private void MakeRoom()
    {
        var needed = new FileInfo(ledger).Length + LeftFree;
        for (var backups = List(); Free() < needed; backups = List())
        {
            if (backups.Count < 2)
            {
                throw Failed(
                    string.Create(CultureInfo.InvariantCulture, $"its disk has {Free() >> 20} MiB free, and {needed >> 20} MiB are needed."), $"Make room on the disk of {Folder}.", null);
            }

            File.Delete(backups[^1].Path);
        }
    }

    private long Free() => new DriveInfo(Folder).AvailableFreeSpace;

    private void Prune()
    {
        foreach (var one in List().GroupBy(one => one.Kind).SelectMany(group => group.Skip(Kept[group.Key])))
            File.Delete(one.Path);
    }

    private LedgerException Failed(string cause, string remedy, Exception? exception) => new(
        LedgerFailure.Unusable, $"The ledger {ledger} could not be backed up: {Sentence.Ended(cause)}", remedy, exception);
}
