using System.Globalization;
using Microsoft.Data.Sqlite;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <summary>How a ledger's file is.</summary>
internal enum LedgerCondition
{
    Whole,

    /// <summary>There has been none yet: the agent has not begun.</summary>
    NotBegun,

    Damaged,
    Missing,
    TooNew,
    Unusable,
}

internal sealed record BackupAnswer(string Path, DateTimeOffset At, BackupKind Kind)
{
    public static BackupAnswer Of(LedgerBackup backup) => new(backup.Path, backup.At, backup.Kind);
}

/// <summary>One ledger, looked through.</summary>
/// <param name="Format">How many steps its tables have; null where that cannot be read, like <paramref name="Program"/>, the version that wrote it last.</param>
/// <param name="Problem">What is wrong with it or its backups; null when nothing is.</param>
/// <param name="Backups">The newest first.</param>
internal sealed record LedgerChecked(string Connection, string Path, LedgerCondition Condition, long Size, int? Format, string? Program, string? Problem, string? Remedy, IReadOnlyList<BackupAnswer> Backups)
{
    public static LedgerChecked Of(string connection, string path, CancellationToken cancellationToken)
    {
        try
        {
            LostLedger.Check(path);
            var backups = new LedgerBackups(path).List();
            if (!LedgerFile.IsThere(path)) return new(connection, path, LedgerCondition.NotBegun, 0, null, null, null, null, []);
            var (condition, problem, remedy) = Look(path, cancellationToken);
            var stamp = LedgerSchema.Read(path);
            if (problem is null && IsOverdue(path, backups))
            {
                problem = backups is [var newest, ..] ? $"The newest backup of the ledger {path} is of {Moments.Show(newest.At)}." : $"There is no backup of the ledger {path}.";
                remedy = "The agent makes one every night while it runs. Make one now with 'synqup ledger backup', and look into 'synqup status' why there is none.";
            }

            return new(connection, path, condition, new FileInfo(path).Length, stamp?.Format, stamp?.Program, problem, remedy, [.. backups.Select(BackupAnswer.Of)]);
        }
        catch (LedgerException error)
        {
            return new(connection, path, ConditionOf(error), 0, null, null, error.Problem, error.Remedy, Find(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(connection, path, LedgerCondition.Unusable, 0, null, null, Sentence.Ended(error.Message), "Check the disk and the rights on the data folder.", []);
        }
    }

    private static (LedgerCondition, string?, string?) Look(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new LedgerConnection(path, create: false);
            connection.Execute("PRAGMA query_only = 1");
            _ = LedgerSchema.Check(connection, path, LedgerSchema.Steps);
            if (LedgerFile.Findings(connection, thorough: true, cancellationToken) is not [_, ..] findings) return (LedgerCondition.Whole, null, null);
            throw LedgerFile.Damaged(path, string.Join("; ", findings), null);
        }
        catch (SqliteException error) when (LedgerFile.IsDamage(error))
        {
            throw LedgerFile.Damaged(path, error.Message, error);
        }
        catch (SqliteException error)
        {
            throw new LedgerException($"The ledger {path} cannot be read: {Sentence.Ended(error.Message)} Check the disk and the rights on the data folder.", error);
        }
    }

    private static bool IsOverdue(string path, IReadOnlyList<LedgerBackup> backups)
    {
        var since = backups is [var newest, ..] ? newest.At : new DateTimeOffset(File.GetCreationTimeUtc(path), TimeSpan.Zero);
        return TimeProvider.System.GetUtcNow() - since > BackupSchedule.Overdue;
    }

    private static IReadOnlyList<BackupAnswer> Find(string path)
    {
        try
        {
            return [.. new LedgerBackups(path).List().Select(BackupAnswer.Of)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static LedgerCondition ConditionOf(LedgerException error) => error.Failure switch
    {
        LedgerFailure.Damaged => LedgerCondition.Damaged,
        LedgerFailure.Missing => LedgerCondition.Missing,
        LedgerFailure.TooNew => LedgerCondition.TooNew,
        _ => LedgerCondition.Unusable,
    };
}

internal sealed record LedgerCheckResult(IReadOnlyList<LedgerChecked> Ledgers) : CommandResult
{
    public static LedgerCheckResult Of(IReadOnlyList<LedgerChecked> ledgers)
    {
        var unusable = ledgers.Count(one => one.Condition is not (LedgerCondition.Whole or LedgerCondition.NotBegun));
        var wrong = ledgers.Count(one => one.Problem is not null);
        return new(ledgers)
        {
            ExitCode = (int)(unusable > 0 ? Commands.ExitCode.DataUnusable : wrong > 0 ? Commands.ExitCode.Problems : Commands.ExitCode.Ok),
            Summary = unusable > 0 ? $"{Text(unusable)} of {Text(ledgers.Count)} ledgers cannot be used."
                : wrong > 0 ? "Every ledger is whole, and not every one has a backup of these days." : ledgers.All(one => one.Condition == LedgerCondition.NotBegun) ? "No ledger has been begun yet." : "Every ledger is whole.",
        };
    }

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        foreach (var one in Ledgers)
        {
            screen.Heading($"{one.Connection}: {(one.Condition == LedgerCondition.NotBegun ? "not begun" : one.Condition == LedgerCondition.TooNew ? "too new" : one.Condition.ToString().ToLowerInvariant())}");
            screen.Line($"  {one.Path}{(one.Size > 0 ? $", {Text(one.Size >> 10)} KiB" : "")}{(one.Program is { Length: > 0 } program ? $", last written by Synqup {program}" : "")}");
            if (one.Problem is { } problem) screen.Problem(problem, one.Remedy);
            foreach (var backup in one.Backups) screen.Line($"  Backup of {Moments.Show(backup.At)} ({backup.Kind.ToString().ToLowerInvariant()}): {backup.Path}");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
