using Microsoft.Extensions.Logging;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Pipeline;
using Synqup.Core.Tests.Ledger;

namespace Synqup.Core.Tests.Pipeline;

internal sealed class LedgerCareTests : LedgerFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SpokenLog _log = new();
    private readonly HealthBoard _health;

    public LedgerCareTests() => _health = new HealthBoard(Time);

    private LedgerBackups Backups => new(FilePath);

    private LedgerCare Care => new(Source, Backups, _health, Time, _log);

    [Test]
    public async Task A_ledger_is_backed_up_soon_after_the_first_start_and_every_day_from_then_on()
    {
        using var stop = new CancellationTokenSource();
        var running = Care.RunAsync(Ledger, stop.Token);

        await AdvanceAsync(TimeSpan.FromMinutes(20));
        await AdvanceAsync(TimeSpan.FromDays(1));
        await AdvanceAsync(TimeSpan.FromDays(1));

        Assert.That(Backups.List().Select(one => one.Kind), Is.EqualTo(new[] { BackupKind.Daily, BackupKind.Daily, BackupKind.Daily }));
        await StopAsync(stop, running);
    }

    [Test]
    public async Task A_backup_that_fails_is_a_problem_and_is_tried_again_until_it_works()
    {
        await File.WriteAllTextAsync(Backups.Folder, "in the way");
        using var stop = new CancellationTokenSource();
        var running = Care.RunAsync(Ledger, stop.Token);

        await AdvanceAsync(TimeSpan.FromMinutes(20));
        var problem = _health.Problems.Single();
        Assert.That((problem.Code, problem.Severity), Is.EqualTo(("ledger.backup", HealthSeverity.Warning)));
        Assert.That(problem.Message, Does.Contain("could not be backed up").And.Contain("There is no backup of it."));
        Assert.That(running.IsCompleted, Is.False, "documents travel meanwhile");
        File.Delete(Backups.Folder);
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.That(_health.Problems, Is.Empty);
        Assert.That(Backups.List(), Has.Count.EqualTo(1));
        await StopAsync(stop, running);
    }

    [Test]
    public async Task A_damaged_ledger_stops_its_connection_when_its_backup_shows_it()
    {
        await ListAsync(Some.Documents(2000));
        await ReopenAsync();
        Damage(FilePath);
        var running = Care.RunAsync(Ledger, CancellationToken.None);
        Time.Advance(TimeSpan.FromMinutes(20));

        Assert.That(async () => await running.WaitAsync(Patience), Throws.TypeOf<LedgerException>().With.Property(nameof(LedgerException.Failure)).EqualTo(LedgerFailure.Damaged));
        Assert.That(_health.Problems, Is.Empty, "that is said of the connection");
    }

    [Test]
    public async Task Before_another_version_writes_a_ledger_it_is_backed_up_as_it_was()
    {
        await ListAsync(Some.Documents(3));
        await Ledger.DisposeAsync();
        OpenFile(LedgerSchema.Steps, "0.0.1").Dispose();

        await Care.BeforeUpgradeAsync(CancellationToken.None);
        await ReopenAsync();
        await Care.BeforeUpgradeAsync(CancellationToken.None);

        var backup = Backups.List().Single();
        Assert.That(backup.Kind, Is.EqualTo(BackupKind.Upgrade));
        Assert.That(LedgerSchema.Read(backup.Path)!.Program, Is.EqualTo("0.0.1"));
    }

    [Test]
    public async Task A_pass_makes_a_backup_once_a_day()
    {
        await Care.PassAsync(CancellationToken.None);
        Time.Advance(TimeSpan.FromHours(12));
        await Care.PassAsync(CancellationToken.None);
        Assert.That(Backups.List(), Has.Count.EqualTo(1));

        Time.Advance(TimeSpan.FromHours(12));
        await Care.PassAsync(CancellationToken.None);

        Assert.That(Backups.List(), Has.Count.EqualTo(2));
    }

    /// <summary>Lets time pass until a backup was made, or could not be.</summary>
    private async Task AdvanceAsync(TimeSpan time)
    {
        var said = _log.Next;
        Time.Advance(time);
        await said.WaitAsync(Patience);
    }

    private static async Task StopAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Wakes whoever waits for a line.</summary>
    private sealed class SpokenLog : ILogger<LedgerCare>
    {
        private readonly Signal _signal = new();

        public Task Next => _signal.Next;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _signal.Set();
    }
}
