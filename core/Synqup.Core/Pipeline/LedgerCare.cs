using System.Globalization;
using Microsoft.Extensions.Logging;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Pipeline;

/// <summary>Looks after a connection's ledger: backs it up before another version writes it and every night, and looks through a large one. A backup that cannot be made is said and stops nothing.</summary>
internal sealed partial class LedgerCare(string source, LedgerBackups backups, HealthBoard health, TimeProvider time, ILogger<LedgerCare> logger)
{
    public const string Code = "ledger.backup";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10), TryAgain = TimeSpan.FromHours(1);

    /// <summary>Who runs passes by a timetable does so at about the same time every day.</summary>
    private static readonly TimeSpan BetweenPasses = TimeSpan.FromHours(20);

    /// <summary>Before the ledger is opened.</summary>
    public async Task BeforeUpgradeAsync(CancellationToken cancellationToken)
    {
        if (LedgerSchema.Read(backups.Ledger) is not { } stamp || (stamp.Program == LedgerSchema.Program && stamp.Format >= LedgerSchema.Steps.Count))
            return;
        try
        {
            await BackUpAsync(BackupKind.Upgrade, cancellationToken);
        }
        catch (LedgerException exception) when (exception.Failure == LedgerFailure.Damaged)
        {
            // Whoever opens it says so.
        }
    }

    /// <summary>Works until cancelled.</summary>
    /// <exception cref="LedgerException">The ledger is damaged.</exception>
    public async Task RunAsync(DeliveryLedger ledger, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var schedule = new BackupSchedule(backups.Ledger, started, time);
        await WatchAsync(Beside(() => ledger.Check(cancellationToken)), started, cancellationToken);
        for (var notBefore = started; ;)
        {
            var now = time.GetUtcNow();
            if (Latest(schedule.Next(Find(one => one.Kind == BackupKind.Daily)?.At), notBefore) - now is var left && left > TimeSpan.Zero)
            {
                // Not all of it at once: the clock may be set meanwhile.
                await Task.Delay(left < LookEvery ? left : LookEvery, time, cancellationToken);
                continue;
            }

            notBefore = now + TryAgain;
            await WatchAsync(BackUpAsync(BackupKind.Daily, cancellationToken), started, cancellationToken);
        }
    }

    /// <summary>At the end of one pass.</summary>
    /// <exception cref="LedgerException">The ledger is damaged.</exception>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        if (Find(_ => true) is not { } newest || (time.GetUtcNow() - newest.At).Duration() > BetweenPasses)
            await BackUpAsync(BackupKind.Daily, cancellationToken);
    }

    private async Task BackUpAsync(BackupKind kind, CancellationToken cancellationToken)
    {
        try
        {
            var started = time.GetTimestamp();
            var backup = await Beside(() => backups.Make(kind, time.GetUtcNow(), cancellationToken));
            var took = time.GetElapsedTime(started);
            health.Clear(Code, source);
            BackedUp(logger, source, backup.Path, took);
        }
        catch (LedgerException exception) when (exception.Failure != LedgerFailure.Damaged)
        {
            health.Raise(Code, source, HealthSeverity.Warning, $"{exception.Problem} {Newest()}", $"{exception.Remedy} Documents travel meanwhile, and the agent tries again every hour; 'synqup ledger backup' tries at once.");
            NotBackedUp(logger, source, exception.Message);
        }
    }

    /// <summary>What hangs says nothing by itself.</summary>
    private async Task WatchAsync(Task working, DateTimeOffset started, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(working, time.PauseAsync(LookEvery, cancellationToken)) != working && !cancellationToken.IsCancellationRequested)
        {
            if (time.GetUtcNow() - Latest(Find(_ => true)?.At ?? started, started) > BackupSchedule.Overdue)
                health.Raise(Code, source, HealthSeverity.Warning, $"The ledger {backups.Ledger} has not been backed up for two days. {Newest()}", $"Check the disk of {backups.Folder}. Documents travel meanwhile.");
        }

        await working;
    }

    private string Newest() => Find(_ => true) is { } newest ? string.Create(CultureInfo.InvariantCulture, $"The newest backup is of {newest.At:u}.") : "There is no backup of it.";

    private LedgerBackup? Find(Func<LedgerBackup, bool> wanted)
    {
        try
        {
            return backups.List().FirstOrDefault(wanted);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>A large ledger takes minutes, which no thread of the pool is there for.</summary>
    private static Task<T> Beside<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    private static Task Beside(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    [LoggerMessage(Level = LogLevel.Information, Message = "The ledger of {Source} is backed up as {Backup}, in {Time}")]
    private static partial void BackedUp(ILogger logger, string source, string backup, TimeSpan time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger of {Source} is not backed up: {Problem}")]
    private static partial void NotBackedUp(ILogger logger, string source, string problem);
}
