using System.Globalization;

namespace Synqup.Core.Ledger.Storage;

/// <summary>Why a backup was made; of each kind the newest ones are kept.</summary>
internal enum BackupKind
{
    Daily,

    /// <summary>Before another version of the program, or of its tables, writes the ledger.</summary>
    Upgrade,

    /// <summary>A person said so.</summary>
    Manual,
}

/// <summary>A whole copy of a ledger, as its name says.</summary>
internal sealed record LedgerBackup(string Path, DateTimeOffset At, BackupKind Kind)
{
    private const string Moment = "yyyyMMdd'T'HHmmss'Z'";

    public static string NameOf(DateTimeOffset at, BackupKind kind) =>
        $"ledger-{at.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)}-{kind.ToString().ToLowerInvariant()}.db";

    /// <returns>Null for any other file.</returns>
    public static LedgerBackup? Of(string path) =>
        System.IO.Path.GetFileName(path).Split('-', '.') is ["ledger", var moment, var kind, "db"]
        && DateTimeOffset.TryParseExact(moment, Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
        && Enum.TryParse<BackupKind>(kind, ignoreCase: true, out var known)
            ? new(path, at, known)
            : null;
}
