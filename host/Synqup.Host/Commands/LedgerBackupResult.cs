using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <summary>What became of one ledger's backup.</summary>
/// <param name="Path">Null when there is none.</param>
/// <param name="LedgerUnusable">It is the ledger, and not the place of its backups.</param>
internal sealed record LedgerBackedUp(string Connection, string? Path, bool LedgerUnusable, string? Problem, string? Remedy)
{
    public static LedgerBackedUp Of(string connection, string path, CancellationToken cancellationToken)
    {
        try
        {
            LostLedger.Check(path);
            return LedgerFile.IsThere(path)
                ? new(connection, new LedgerBackups(path).Make(BackupKind.Manual, TimeProvider.System.GetUtcNow(), cancellationToken).Path, false, null, null)
                : new(connection, null, false, null, null);
        }
        catch (LedgerException error)
        {
            return new(connection, null, error.Failure != LedgerFailure.Unusable, error.Problem, error.Remedy);
        }
    }
}

internal sealed record LedgerBackupResult(IReadOnlyList<LedgerBackedUp> Backups) : CommandResult
{
    public static LedgerBackupResult Of(IReadOnlyList<LedgerBackedUp> backups) => new(backups)
    {
        ExitCode = (int)(backups.Any(one => one.LedgerUnusable) ? Commands.ExitCode.DataUnusable : backups.Any(one => one.Problem is not null) ? Commands.ExitCode.Problems : Commands.ExitCode.Ok),
        Summary = backups.Any(one => one.Problem is not null) ? "Not every ledger is backed up." : backups.All(one => one.Path is null) ? "No ledger has been begun yet: there is nothing to back up." : "Every ledger is backed up.",
    };

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        foreach (var one in Backups.Where(one => one.Path is not null)) screen.Line($"  {one.Connection}: {one.Path}");
        foreach (var one in Backups.Where(one => one.Problem is not null)) screen.Problem(one.Problem!, one.Remedy);
    }
}
