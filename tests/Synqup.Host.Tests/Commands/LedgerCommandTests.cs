using System.Text.Json;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>The care of ledgers as people have it: whole commands of the built program.</summary>
internal sealed class LedgerCommandTests : WithLedger
{
    private string Folder => Path.Combine(Agent.Data, "connections", "office");

    private string Ledger => Path.Combine(Folder, "ledger.db");

    private string[] Backups => Directory.Exists(Path.Combine(Folder, "backups")) ? [.. Directory.GetFiles(Path.Combine(Folder, "backups")).Order()] : [];

    private string[] Replaced => [.. Directory.GetFiles(Folder, "ledger.db.replaced-*")];

    [Test]
    public async Task A_whole_ledger_is_checked_and_backed_up_also_beside_a_running_agent()
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        using var running = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);

        var backup = await Agent.RunAsync("ledger", "backup", "--json");
        var check = await Agent.RunAsync("ledger", "check", "--json");

        Assert.That((backup.Code, check.Code), Is.EqualTo((0, 0)), $"{backup}{check}");
        var one = check.Json.GetProperty("ledgers")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.GetProperty("condition").GetString(), Is.EqualTo("whole"));
            Assert.That(one.GetProperty("backups")[0].GetProperty("path").GetString(), Is.EqualTo(Backups.Single()).And.EqualTo(backup.Json.GetProperty("backups")[0].GetProperty("path").GetString()));
            Assert.That(one.GetProperty("backups")[0].GetProperty("kind").GetString(), Is.EqualTo("manual"));
        }
    }

    [Test]
    public async Task A_ledger_that_is_whole_page_by_page_and_says_other_things_in_an_index_is_damaged_all_the_same()
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        using (var connection = new Core.Ledger.Storage.LedgerConnection(Ledger, create: false))
            connection.Execute("PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'learned = 1', 'learned = 0') WHERE name = 'delivery_learned'");

        var check = await Agent.RunAsync("ledger", "check", "--json");

        Assert.That(check.Code, Is.EqualTo((int)ExitCode.DataUnusable), check.ToString());
        Assert.That(check.Json.GetProperty("ledgers")[0].GetProperty("condition").GetString(), Is.EqualTo("damaged"));
    }

    [Test]
    public async Task Before_the_first_start_there_is_nothing_to_check_and_nothing_to_back_up()
    {
        Assert.That((await Agent.RunAsync("ledger", "check")).Code, Is.Zero);
        Assert.That((await Agent.RunAsync("ledger", "backup")).Output, Does.Contain("No ledger has been begun yet"));
    }

    [TestCase("sync")]
    [TestCase("status")]
    [TestCase("history")]
    [TestCase("ledger check")]
    [TestCase("ledger backup")]
    public async Task Of_a_ledger_that_is_gone_every_command_says_how_to_get_one(string command)
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        await Agent.RunAsync("ledger", "backup");
        File.Delete(Ledger);

        var answer = await Agent.RunAsync(command.Split(' '));

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.DataUnusable), answer.ToString());
        Assert.That(answer.Output + answer.Errors, Does.Contain("is gone, though this agent had one").And.Contain("synqup ledger restore").And.Contain("synqup ledger rebuild"));
        Assert.That(File.Exists(Ledger), Is.False, "no empty one is begun in silence");
    }

    [Test]
    public async Task The_newest_good_backup_takes_the_place_of_a_damaged_ledger_which_is_kept()
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        await Agent.RunAsync("ledger", "backup");
        await File.WriteAllTextAsync(Path.Combine(Folder, "backups", "ledger-29990101T000000Z-daily.db"), "a newer one that is no good");
        await File.WriteAllTextAsync(Ledger, "not a database any more");

        var restored = await Agent.RunAsync("ledger", "restore", "--json");

        Assert.That(restored.Code, Is.Zero, restored.ToString());
        Assert.That(restored.Json.GetProperty("from").GetString(), Does.Contain("-manual.db"));
        Assert.That(await File.ReadAllTextAsync(Replaced.Single()), Is.EqualTo("not a database any more"));
        Assert.That(restored.Json.GetProperty("replaced").GetString(), Is.EqualTo(Replaced.Single()));
        Assert.That(await HistoryAsync(), Is.EqualTo(3));
        Assert.That(Directory.GetFiles(Folder, "ledger.db.new*"), Is.Empty);
    }

    [Test]
    public async Task A_whole_ledger_is_replaced_by_no_backup_that_nobody_named()
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        await Agent.RunAsync("ledger", "backup");

        var restore = await Agent.RunAsync("ledger", "restore");
        var rebuild = await Agent.RunAsync("ledger", "rebuild");
        var named = await Agent.RunAsync("ledger", "restore", "--from", Backups.Single());

        Assert.That((restore.Code, rebuild.Code, named.Code), Is.EqualTo((1, 1, 0)), $"{restore}{rebuild}{named}");
        Assert.That(restore.Errors, Does.Contain("is whole").And.Contain("--from FILE"));
        Assert.That(Replaced, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Beside_a_running_agent_nothing_is_replaced()
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        using var running = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);
        await File.WriteAllTextAsync(Ledger, "not a database any more");

        foreach (var command in new[] { "restore", "rebuild" })
        {
            var answer = await Agent.RunAsync("ledger", command);
            Assert.That(answer.Code, Is.EqualTo((int)ExitCode.AlreadyRunning), answer.ToString());
            Assert.That(answer.Errors, Does.Contain("stop it first"));
        }

        Assert.That(await File.ReadAllTextAsync(Ledger), Is.EqualTo("not a database any more"));
    }

    [Test]
    public async Task Without_a_good_backup_the_way_to_a_new_one_is_said_and_a_rebuilt_one_knows_what_the_Console_was_told()
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Configure(Agent.Root);
        portal.Delivered = [new DeliveredDocument(new DocumentDescription { Id = "old", Sequence = 1, DeliveryNumber = 1, EnterpriseId = "e1", Kind = WireDocumentKind.PurchaseInvoice, Number = "V01/old", Parts = [] }, DateTimeOffset.UnixEpoch, [new AcknowledgedFile("/srv/old.xml", 3, new string('a', 64))])];
        Agent.Write(portal.Address, TestPortal.Key);
        await PrepareAsync((_, _) => Task.CompletedTask);
        await File.WriteAllTextAsync(Ledger, "not a database any more");

        var restore = await Agent.RunAsync("ledger", "restore");
        Assert.That(restore.Code, Is.EqualTo((int)ExitCode.Problems), restore.ToString());
        Assert.That(restore.Errors, Does.Contain("no good backup").And.Contain("synqup ledger rebuild"));
        var rebuilt = await Agent.RunAsync("ledger", "rebuild", "--json");

        Assert.That(rebuilt.Code, Is.Zero, rebuilt.ToString());
        Assert.That(rebuilt.Json.GetProperty("learned").GetInt32(), Is.EqualTo(1));
        var status = await Agent.RunAsync("status", "--json");
        var problem = status.Json.GetProperty("problems").EnumerateArray().Single(one => one.GetProperty("code").GetString() == "ledger.behindConsole");
        Assert.That(problem.GetProperty("message").GetString(), Does.Contain("V01/old").And.Contain("/srv/old.xml"));
        Assert.That(problem.GetProperty("place").GetString(), Is.EqualTo("office"));

        Assert.That((await Agent.RunAsync("check", "--redeliver", "office")).Output, Does.Contain("office: 1 of 1 documents are asked for"));
        Assert.That(portal.Redelivered, Is.EqualTo(new[] { ("old", 1L) }));
        await Agent.RunAsync("check", "--confirm", "office");
        status = await Agent.RunAsync("status", "--json");
        Assert.That(status.Json.GetProperty("problems").EnumerateArray().Select(one => one.GetProperty("code").GetString()), Has.None.EqualTo("ledger.behindConsole"));
    }

    [Test]
    public async Task A_root_that_only_the_lost_ledger_knew_must_be_read_before_another_ledger_takes_its_place()
    {
        await PrepareAsync((ledger, _) => ledger.EnterRootAsync("/mnt/gone", @"Z:\Gone", "marker", CancellationToken.None));
        await Agent.RunAsync("ledger", "backup");
        File.Delete(Ledger);

        var refused = await Agent.RunAsync("ledger", "restore");
        var restored = await Agent.RunAsync("ledger", "restore", "--without", @"Z:\Gone");

        Assert.That((refused.Code, restored.Code), Is.EqualTo((1, 0)), $"{refused}{restored}");
        Assert.That(refused.Errors, Does.Contain(@"""Z:\Gone"" is not there").And.Contain(@"--without ""Z:\Gone"""));
    }

    [Test]
    public async Task Which_connection_is_said_where_there_are_several()
    {
        Agent.WriteText(JsonSerializer.Serialize(new { connections = new[] { new { name = "one", portal = "https://portal.invalid" }, new { name = "two", portal = "https://portal.invalid" } }, dataFolder = Agent.Data }));

        var unsaid = await Agent.RunAsync("ledger", "rebuild");
        var mistyped = await Agent.RunAsync("ledger", "check", "--connection", "three");

        Assert.That((unsaid.Code, mistyped.Code), Is.EqualTo((2, 2)));
        Assert.That(unsaid.Errors, Does.Contain("one, two"));
        Assert.That(mistyped.Errors, Does.Contain("one, two"));
    }

    private async Task<int> HistoryAsync() => (await Agent.RunAsync("history", "--json")).Json.GetProperty("documents").GetArrayLength();
}
