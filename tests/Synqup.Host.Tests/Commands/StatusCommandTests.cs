using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>What <c>status</c> makes of a ledger, beside a process that holds the data folder or without one.</summary>
internal sealed class StatusCommandTests : WithLedger
{
    [Test]
    public async Task Documents_that_wait_for_a_person_come_first_and_are_grouped_by_reason()
    {
        await PrepareAsync(async (ledger, entries) =>
        {
            await ledger.DeferAsync([.. entries.Take(2).Select(entry => new Setback(entry.Id, "It belongs to another dossier.", ReportError: false))], CancellationToken.None);
            await ledger.RejectAsync([new Setback(entries[2].Id, "It has no file.", ReportError: false)], CancellationToken.None);
        });
        using var running = await RunningAsync();

        var answer = await Agent.RunAsync("status");
        var json = await Agent.RunAsync("status", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
            Assert.That(answer.Output, Does.StartWith("3 documents need a person; the others travel."));
            Assert.That(answer.Output, Does.Contain("2 documents, such as V01/0: It belongs to another dossier. (since ").And.Contain("V01/2 is rejected: It has no file."));
            Assert.That(answer.Output, Does.Not.Contain("said by the agent"), "the same twice");
            var group = json.Json.GetProperty("waiting").EnumerateArray().Single();
            Assert.That((group.GetProperty("count").GetInt64(), group.GetProperty("number").GetString(), group.GetProperty("needsPerson").GetBoolean()), Is.EqualTo((2L, "V01/0", true)));
            Assert.That(json.Code, Is.EqualTo(answer.Code));
        }
    }

    [Test]
    public async Task A_document_that_is_tried_again_is_shown_and_is_a_problem_from_the_third_try_on([Range(1, 3)] int tries)
    {
        await PrepareAsync(async (ledger, entries) =>
        {
            for (var i = 0; i < tries; i++)
                await ledger.DeferAsync([new Setback(entries[0].Id, "The file is locked.", ReportError: false, TimeProvider.System.GetUtcNow().AddHours(1))], CancellationToken.None);
        });
        using var running = await RunningAsync();

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)(tries < 3 ? ExitCode.Ok : ExitCode.Problems)), answer.ToString());
        Assert.That(answer.Output, Does.StartWith(tries < 3
            ? "Everything is all right: 3 documents are on their way; 1 document could not be delivered at once and is tried again."
            : "1 document needs a person; the others travel."));
        Assert.That(answer.Output, Does.Contain("V01/0: The file is locked. (since ").And.Contain(", tried again at "));
    }

    [Test]
    public async Task Documents_that_wait_for_a_folder_that_is_away_need_no_person()
    {
        await PrepareAsync((ledger, entries) => ledger.DeferAsync([.. entries.Take(2).Select(entry => new Setback(entry.Id, "The folder is away. Mount it.", ReportError: false, Passes: true))], CancellationToken.None));
        using var folder = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);
        var health = new HealthBoard(TimeProvider.System);
        new AgentStatus(new System.IO.Abstractions.FileSystem(), Agent.Data, "1.0", health, TimeProvider.System).Contact("office", "Kantoor Janssens");
        health.Raise("root.offline", "/mnt/winbooks", HealthSeverity.Error, "The folder is away.", "Mount it.");

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Output, Does.StartWith("The folder is away. Also: 2 documents wait and travel by themselves when the cause is gone."));
        Assert.That(answer.Output, Does.Not.Contain("a person").And.Contain("2 documents, such as V01/0: The folder is away. Mount it. (since "));
    }

    [Test]
    public async Task Without_a_runningAgent_the_ledger_still_answers()
    {
        await PrepareAsync((ledger, entries) => ledger.DeferAsync([new Setback(entries[0].Id, "It belongs to another dossier.", ReportError: false)], CancellationToken.None));

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.StartWith("The agent is not running. Also: 1 document needs a person."));
        Assert.That(answer.Output, Does.Contain("V01/0: It belongs to another dossier.").And.Contain("Documents: 2 listed, 1 deferred"));
    }

    [Test]
    public async Task A_statement_is_called_by_its_number_and_account_and_its_customer_by_name()
    {
        await PrepareAsync((ledger, entries) => ledger.RejectAsync([new Setback(entries[1].Id, "It has no file.", ReportError: false)], CancellationToken.None),
            change: document => document with { Number = null, Account = "BE68539007547034", StatementNumber = 17 });
        new ConfigurationCopy(new System.IO.Abstractions.FileSystem(), Path.Combine(Agent.Data, "connections", "office"))
            .Write(new AgentConfiguration([], [new CustomerDescription("e1", "Peeters N.V.", null, null, null, "c1", DateTimeOffset.UnixEpoch)]));

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Output, Does.Contain("statement 17 of BE68539007547034 for Peeters N.V. is rejected"));
    }

    [TestCase("status")]
    [TestCase("history")]
    [TestCase("preview")]
    [Platform(Exclude = "Win", Reason = "Unix modes")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Who_may_not_read_the_data_folder_is_told_so_instead_of_that_there_is_nothing(string command)
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        using var running = await RunningAsync();
        File.SetUnixFileMode(Agent.Data, UnixFileMode.None);
        try
        {
            var answer = await SynqupProgram.RunWithoutRightsAsync(command, "--json", "--settings", Agent.Settings);

            Assert.That(answer.Code, Is.EqualTo((int)ExitCode.DataUnusable), answer.ToString());
            Assert.That(answer.Json.GetProperty("summary").GetString(), Does.Contain(Agent.Data).And.Contain("sudo").And.Contain("account of the service").And.Not.Contain("not running"));
        }
        finally
        {
            File.SetUnixFileMode(Agent.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Test]
    public async Task A_number_and_a_reason_neither_move_the_cursor_nor_forge_a_line()
    {
        await PrepareAsync((ledger, entries) => ledger.RejectAsync([new Setback(entries[0].Id, "Not\u202Ethis one.", ReportError: false)], CancellationToken.None), HostileNumber);

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Output, Does.Not.Match("[\u001b\u202e]").And.Not.Match("(?m)^ *FORGED"));
        Assert.That(answer.Output, Does.Contain(@"A\u001b[2J\u000aFORGED 12:00").And.Contain(@"Not\u202ethis one."));
    }

    [Test]
    public async Task A_portal_that_does_not_answer_comes_before_everything_else_and_has_its_exit_code()
    {
        using var folder = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);
        var health = new HealthBoard(TimeProvider.System);
        _ = new AgentStatus(new System.IO.Abstractions.FileSystem(), Agent.Data, "1.0", health, TimeProvider.System);
        health.Raise("root.offline", "/mnt/winbooks", HealthSeverity.Error, "The folder is away.", "Mount it.");
        health.Raise("portal.unreachable", "office", HealthSeverity.Error, "The portal is away.", "Wait.");

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.PortalUnreachable), answer.ToString());
        Assert.That(answer.Output, Does.StartWith("The portal is away.").And.Contain("The folder is away."));
    }

    [Test]
    public async Task What_an_earlier_process_saw_does_not_make_anAgent_that_just_started_all_right()
    {
        using (await RunningAsync())
            Assert.That((await Agent.RunAsync("status")).Code, Is.Zero, "what the earlier process saw");
        using var folder = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);
        new AgentStatus(new System.IO.Abstractions.FileSystem(), Agent.Data, "1.0", new HealthBoard(TimeProvider.System), TimeProvider.System).Begin();

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.PortalUnreachable), answer.ToString());
        Assert.That(answer.Output, Does.StartWith("The agent has just started and has not reached the portal of office yet.").And.Contain("Kantoor Janssens"));
    }

    [TestCase(1, ExitCode.Ok, "Everything is all right")]
    [TestCase(30, ExitCode.Problems, "No agent runs, and the last 'synqup sync' is more than a day ago.")]
    public async Task After_a_pass_nothing_has_to_run_until_the_next_one_is_late(int hours, ExitCode code, string sentence)
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        Passed(hours, health => { });

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)code), answer.ToString());
        Assert.That(answer.Output, Does.StartWith(sentence).And.Contain("No agent runs; the last 'synqup sync' ended at "));
    }

    [Test]
    public async Task What_a_pass_could_not_do_is_said_until_the_next_one()
    {
        await PrepareAsync((_, _) => Task.CompletedTask);
        Passed(1, health => health.Raise("root.offline", "/mnt/winbooks", HealthSeverity.Error, "The folder is away.", "Mount it."));

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.StartWith("The folder is away."));
    }

    [Test]
    public async Task That_theAgent_was_revoked_is_said_although_it_no_longer_runs()
    {
        DataFolder.Create(Agent.Data);
        var health = new HealthBoard(TimeProvider.System);
        new AgentStatus(new System.IO.Abstractions.FileSystem(), Agent.Data, "1.0", health, TimeProvider.System).Begin();
        health.Raise("portal.signIn", "office", HealthSeverity.Error, "The portal does not accept this agent any more.", "Enrol it again.");
        health.Raise("root.offline", "/mnt/winbooks", HealthSeverity.Error, "The folder is away.", "Mount it.");

        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.NotEnrolled), answer.ToString());
        Assert.That(answer.Output, Does.Contain("does not accept this agent any more").And.Contain("The agent is not running.").And.Not.Contain("The folder is away."));
    }

    /// <summary>A pass that ended so long ago.</summary>
    private void Passed(int hoursAgo, Action<HealthBoard> saw)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-hoursAgo));
        var health = new HealthBoard(time);
        var status = new AgentStatus(new System.IO.Abstractions.FileSystem(), Agent.Data, "1.0", health, time);
        status.Begin(onePass: true);
        status.Contact("office", "Kantoor Janssens");
        saw(health);
    }

    [TestCase(60, true)]
    [TestCase(1, false, TestName = "A_portal_that_answered_lately_is_not_silent")]
    public async Task A_portal_that_has_not_answered_for_long_is_silent(int minutes, bool silent)
    {
        using var folder = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-2));
        var status = new AgentStatus(new System.IO.Abstractions.FileSystem(), Agent.Data, "1.0", new HealthBoard(time), time);
        time.Advance(TimeSpan.FromMinutes(120 - minutes));
        status.Contact("office", "Kantoor Janssens");

        var answer = await Agent.RunAsync("status", "--json");

        Assert.That(Codes(answer), silent ? Is.EqualTo(new[] { "portal.silent" }) : Is.Empty, answer.ToString());
    }

    private static IEnumerable<string?> Codes(Answer answer) => answer.Json.GetProperty("problems").EnumerateArray().Select(one => one.GetProperty("code").GetString());

    /// <summary>Holds the data folder and says what a running agent would, with its own sum of what waits.</summary>
    private async Task<IDisposable> RunningAsync()
    {
        var folder = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);
        var health = new HealthBoard(TimeProvider.System);
        var status = new AgentStatus(new System.IO.Abstractions.FileSystem(), Agent.Data, "1.0", health, TimeProvider.System);
        status.Contact("office", "Kantoor Janssens");
        health.Raise(WaitingWatch.Code, "office", HealthSeverity.Error, "Three documents wait (said by the agent).", "Look at them.");
        return folder;
    }
}
