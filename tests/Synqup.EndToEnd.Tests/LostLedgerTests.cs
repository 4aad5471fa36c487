using Synqup.Demo.Flow;
using Synqup.Demo.Programs;
using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>A ledger that is damaged or gone, put right with the commands that its problem names: nothing is delivered twice, and nothing is lost.</summary>
internal sealed class LostLedgerTests
{
    private Uploads? _uploads;

    [Test]
    public async Task After_a_restore_nothing_is_delivered_twice_and_the_office_can_deliver_again_what_the_backup_did_not_know()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await BeginAsync(office);
        await UploadAsync(office, 3);
        await DeliverAsync(office);
        (await office.Agent.CommandAsync(["ledger", "backup"], CancellationToken.None)).OutputOrThrow("synqup ledger backup");
        await UploadAsync(office, 2);
        await DeliverAsync(office);
        // The accounting package takes all of it, and the disk of the ledger fails.
        Empty(office);
        await UploadAsync(office, 1);
        BreakLedger(office);

        var sync = await office.Agent.CommandAsync(["sync"], CancellationToken.None);
        Assert.That(sync.ExitCode, Is.EqualTo(7), sync.Output + sync.Errors);
        Assert.That(sync.Output + sync.Errors, Does.Contain("is damaged").And.Contain("synqup ledger restore").And.Contain("synqup ledger rebuild"));
        (await office.Agent.CommandAsync(["ledger", "restore"], CancellationToken.None)).OutputOrThrow("synqup ledger restore");
        await PassAsync(office);

        Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(1), "the one that was not delivered before");
        Assert.That(await office.ProblemsAsync(), Does.Contain("ledger.behindConsole"));
        await office.Agent.CommandAsync(["check", "--redeliver", AgentInstallation.Connection], CancellationToken.None);
        await PassAsync(office);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(3), "and the two of which the backup knew nothing");
            Assert.That(await office.ProblemsAsync(), Does.Not.Contain("ledger.behindConsole"));
            Assert.That(await office.Client.CountAsync(CancellationToken.None), Has.Property("Acknowledged").EqualTo(6));
        }
    }

    [Test]
    public async Task A_rebuilt_ledger_delivers_what_is_to_be_fetched_and_nothing_that_was_delivered()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await BeginAsync(office);
        await UploadAsync(office, 4);
        await DeliverAsync(office);
        Empty(office);
        await UploadAsync(office, 2);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Ledger(office))!, "ledger*", SearchOption.AllDirectories))
            File.Delete(file);

        var sync = await office.Agent.CommandAsync(["sync"], CancellationToken.None);
        Assert.That(sync.ExitCode, Is.EqualTo(7), sync.Output + sync.Errors);
        Assert.That(sync.Output + sync.Errors, Does.Contain("is gone").And.Contain("synqup ledger rebuild"));
        (await office.Agent.CommandAsync(["ledger", "rebuild"], CancellationToken.None)).OutputOrThrow("synqup ledger rebuild");
        await PassAsync(office);

        Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(2));
        (await office.Agent.CommandAsync(["check", "--confirm", AgentInstallation.Connection], CancellationToken.None)).OutputOrThrow("synqup check --confirm");
        (await office.Agent.CommandAsync(["sync"], CancellationToken.None)).OutputOrThrow("synqup sync");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(2));
            Assert.That(await office.ProblemsAsync(), Is.Empty);
            Assert.That(await office.Client.CountAsync(CancellationToken.None), Has.Property("Acknowledged").EqualTo(6));
        }
    }

    [Test]
    public async Task A_pass_leaves_a_backup_that_only_its_owner_can_read()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await BeginAsync(office);
        await UploadAsync(office, 1);
        await DeliverAsync(office);
        await DeliverAsync(office);

        var backup = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Ledger(office))!, "backups")).Single();
        Assert.That(backup, Does.EndWith("-daily.db"));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(backup), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private static async Task BeginAsync(TestOffice office)
    {
        await office.InstallAgentAsync();
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
    }

    private async Task UploadAsync(TestOffice office, int count)
    {
        var documents = new SampleDocuments(1, SampleOffice.Many(1));
        _uploads ??= office.Uploads();
        var from = _uploads.Uploaded.Count;
        await _uploads.UploadAsync(TestOffice.Sources(Enumerable.Range(from, count).Select(index => documents.OfSize(index, 6_000))), static _ => { }, CancellationToken.None);
        Assert.That(_uploads.Uploaded, Has.Count.EqualTo(from + count));
    }

    private static async Task DeliverAsync(TestOffice office) => (await office.Agent.CommandAsync(["sync"], CancellationToken.None)).OutputOrThrow("synqup sync");

    /// <summary>One that delivers, and ends with a problem for a person.</summary>
    private static async Task PassAsync(TestOffice office)
    {
        var pass = await office.Agent.CommandAsync(["sync"], CancellationToken.None);
        Assert.That(pass.ExitCode, Is.EqualTo(1), pass.Output + pass.Errors);
    }

    private static void Empty(TestOffice office)
    {
        foreach (var document in new DeliveredTree(office.Root).Documents)
            File.Delete(Path.Combine(office.Root, document));
        Assert.That(new DeliveredTree(office.Root).Documents, Is.Empty);
    }

    private static string Ledger(TestOffice office) => Directory.GetFiles(office.Agent.DataFolder, "ledger.db", SearchOption.AllDirectories).Single();

    private static void BreakLedger(TestOffice office)
    {
        using var file = new FileStream(Ledger(office), FileMode.Open, FileAccess.Write);
        file.Position = 4096;
        file.Write(new byte[4096 * 8]);
    }
}
