using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Tests.Ledger;

internal sealed class LedgerBackupTests : LedgerFixture
{
    private LedgerBackups Backups => new(FilePath);

    [Test]
    public async Task A_backup_that_is_made_while_documents_arrive_is_the_whole_ledger_of_one_moment()
    {
        await ListAsync(Some.Documents(5000));
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 5000; !stop.IsCancellationRequested; i += 100)
                await ListAsync(Some.Documents(100, i));
        });

        var backup = Backups.Make(BackupKind.Daily, Time.GetUtcNow(), CancellationToken.None);
        await stop.CancelAsync();
        await writing;

        await using var restored = await OpenAsync(backup.Path);
        var counted = (await restored.Queries.SummaryAsync(Source, CancellationToken.None)).ByState[DeliveryState.Listed];
        var listed = await restored.Queries.HistoryAsync(new HistoryFilter(Limit: int.MaxValue), CancellationToken.None);
        Assert.That(listed, Has.Count.EqualTo(counted).And.Count.GreaterThanOrEqualTo(5000));
        Assert.That(counted % 100, Is.Zero);
    }

    [Test]
    public async Task A_backup_is_one_file_that_needs_no_other_and_only_its_owner_may_read()
    {
        await ListAsync(Some.Documents(10));

        var backup = Backups.Make(BackupKind.Manual, Time.GetUtcNow(), CancellationToken.None);

        Assert.That(Directory.GetFiles(Backups.Folder), Is.EqualTo(new[] { backup.Path }));
        Assert.That(Path.GetFileName(backup.Path), Is.EqualTo("ledger-20260105T080000Z-manual.db"));
        Assert.That(LedgerBackups.WhyUnusable(backup.Path, thorough: true, CancellationToken.None), Is.Null);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(backup.Path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(File.GetUnixFileMode(Backups.Folder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    [Test]
    public void The_newest_of_each_kind_are_kept()
    {
        foreach (var kind in Enum.GetValues<BackupKind>())
        {
            for (var day = 0; day < 10; day++)
                Backups.Make(kind, Time.GetUtcNow().AddDays(day), CancellationToken.None);
        }

        var kept = Backups.List();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept.Count(one => one.Kind == BackupKind.Daily), Is.EqualTo(7));
            Assert.That(kept.Count(one => one.Kind == BackupKind.Upgrade), Is.EqualTo(2));
            Assert.That(kept.Count(one => one.Kind == BackupKind.Manual), Is.EqualTo(3));
            Assert.That(kept.Where(one => one.Kind == BackupKind.Upgrade).Select(one => one.At), Is.EqualTo(new[] { Time.GetUtcNow().AddDays(9), Time.GetUtcNow().AddDays(8) }));
        }
    }

    [Test]
    public async Task Of_a_damaged_ledger_no_backup_is_made_and_those_before_stay()
    {
        await ListAsync(Some.Documents(2000));
        var good = Backups.Make(BackupKind.Daily, Time.GetUtcNow(), CancellationToken.None);
        await Ledger.DisposeAsync();
        Damage(FilePath);

        var failure = Assert.Throws<LedgerException>(() => Backups.Make(BackupKind.Daily, Time.GetUtcNow().AddDays(1), CancellationToken.None))!;

        Assert.That(failure.Failure, Is.EqualTo(LedgerFailure.Damaged));
        Assert.That(Directory.GetFiles(Backups.Folder), Is.EqualTo(new[] { good.Path }));
    }

    [Test]
    public void What_an_interrupted_backup_left_is_removed_a_day_later_and_not_while_another_process_may_be_writing_it()
    {
        Directory.CreateDirectory(Backups.Folder);
        var (old, young) = (Path.Combine(Backups.Folder, "ledger-20260101T000000Z-daily.db.17.part"), Path.Combine(Backups.Folder, "ledger-20260105T075900Z-daily.db.18.part"));
        foreach (var (file, age) in new[] { (old, 4), (young, 0) })
        {
            File.WriteAllText(file, "half");
            File.SetLastWriteTimeUtc(file, Time.GetUtcNow().AddDays(-age).UtcDateTime);
        }

        Backups.Make(BackupKind.Daily, Time.GetUtcNow(), CancellationToken.None);

        Assert.That(File.Exists(old), Is.False);
        Assert.That(File.Exists(young), Is.True);
        Assert.That(Backups.List(), Has.Count.EqualTo(1), "and neither is a backup");
    }

    [Test]
    public void A_stop_ends_a_backup_and_leaves_nothing_of_it()
    {
        Assert.That(() => Backups.Make(BackupKind.Daily, Time.GetUtcNow(), new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(Backups.Folder), Is.Empty);
    }

    [Test]
    public void A_backup_that_cannot_be_made_says_why_and_what_to_do()
    {
        File.WriteAllText(Backups.Folder, "a file where the folder should be");

        Assert.That(
            () => Backups.Make(BackupKind.Daily, Time.GetUtcNow(), CancellationToken.None),
            Throws.TypeOf<LedgerException>().With.Message.Contains("could not be backed up").And.Message.Contains($"Check the disk of {Backups.Folder}"));
    }

    [TestCase("configuration.json")]
    [TestCase("ledger.db-wal")]
    [TestCase("ledger.db.replaced-20260105T080000Z")]
    [TestCase("backups/ledger-20260105T080000Z-daily.db")]
    public void A_ledger_that_is_gone_though_there_was_one_is_not_begun_anew_in_silence(string sign)
    {
        var lost = Path.Combine(Folder, "lost", "ledger.db");
        Directory.CreateDirectory(Path.Combine(Folder, "lost", "backups"));
        Assert.That(() => LostLedger.Check(lost), Throws.Nothing, "the first start");
        File.WriteAllText(Path.Combine(Folder, "lost", sign), "");

        Assert.That(() => LostLedger.Check(lost), Throws.TypeOf<LedgerException>().With.Message.Contains(sign).And.Message.Contains("synqup ledger restore").And.Message.Contains("synqup ledger rebuild"));

        File.WriteAllText(lost, "");
        Assert.That(() => LostLedger.Check(lost), Throws.TypeOf<LedgerException>(), "an empty file is none");
    }
}
