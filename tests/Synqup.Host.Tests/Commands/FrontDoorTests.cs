using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>Whole commands against a Console.</summary>
internal sealed class FrontDoorTests : IAsyncDisposable
{
    private readonly AgentFolder _agent = new();
    private TestPortal? _portal;

    [SetUp]
    public async Task StartPortal()
    {
        _portal = await TestPortal.StartAsync();
        _portal.Configure(_agent.Root);
        _agent.Write(_portal.Address, TestPortal.Key);
    }

    public async ValueTask DisposeAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
        _agent.Dispose();
    }

    [Test]
    public async Task Check_enrols_and_makes_the_folder_that_a_person_orders()
    {
        var before = await _agent.RunAsync("check", "--json");
        var ordered = await _agent.RunAsync("check", "--create-root", _agent.Root, "--json");
        var after = await _agent.RunAsync("check", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Code, Is.EqualTo((int)ExitCode.Problems), before.ToString());
            Assert.That(Findings(before, "portal").Single().GetProperty("ok").GetBoolean(), Is.True);
            Assert.That(Findings(before, "folder").Single().GetProperty("problem").GetString(), Does.Contain(_agent.Root));
            Assert.That(ordered.Code, Is.Zero, ordered.ToString());
            Assert.That(after.Code, Is.Zero, after.ToString());
            Assert.That(Directory.Exists(_agent.Root), Is.True);
        }
    }

    [Test]
    public async Task Check_refuses_an_order_for_a_folder_of_no_configuration()
    {
        var answer = await _agent.RunAsync("check", "--create-root", _agent.Root, "--use", "/somewhere/else", "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(Findings(answer, "folder").Single(one => !one.GetProperty("ok").GetBoolean()).GetProperty("place").GetString(), Is.EqualTo("/somewhere/else"));
    }

    [Test]
    public async Task Check_names_a_plugin_that_a_configuration_needs_and_nobody_installed()
    {
        _portal!.Configure(_agent.Root, package: "venice");

        var answer = await _agent.RunAsync("check", "--create-root", _agent.Root, "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(Findings(answer, "configuration").Single().GetProperty("problem").GetString(), Does.Contain("\"venice\" is not installed"));
    }

    [Test]
    public async Task Check_names_two_customers_whose_folders_would_be_the_same()
    {
        _portal!.Configuration = _portal.Configuration with
        {
            Customers = [.. _portal.Configuration.Customers, _portal.Configuration.Customers[0] with { EnterpriseId = "e2", Name = "PEETERS N.V." }],
        };

        var answer = await _agent.RunAsync("check", "--create-root", _agent.Root, "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        var shared = Findings(answer, "customers").Single();
        Assert.That(shared.GetProperty("place").GetString(), Does.StartWith(_agent.Root).And.Contain("Peeters").IgnoreCase);
        Assert.That(shared.GetProperty("problem").GetString(), Does.Contain("\"Peeters N.V.\"").And.Contain("\"PEETERS N.V.\""));
        Assert.That(shared.GetProperty("remedy").GetString(), Does.Contain("variable that tells them apart"));
    }

    [Test]
    public async Task Check_names_a_customer_without_the_field_that_the_path_needs()
    {
        _portal!.Configuration = _portal.Configuration with
        {
            Configurations = [_portal.Configuration.Configurations[0] with { Paths = new($"{_agent.Root}/[accounting_file_id]", null, null, null) }],
        };

        var answer = await _agent.RunAsync("check", "--create-root", _agent.Root);

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.StartWith("1 problem was found.").And.Contain("Peeters N.V.: The customer \"Peeters N.V.\" has no [accounting_file_id]"));
    }

    [Test]
    public async Task A_key_that_the_portal_does_not_know_is_an_agent_that_is_not_enrolled()
    {
        _agent.Write(_portal!.Address, "another-key");

        var answer = await _agent.RunAsync("check", "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.NotEnrolled), answer.ToString());
        Assert.That(Findings(answer, "portal").Single().GetProperty("remedy").GetString(), Does.Contain("enrolment key"));
    }

    [Test]
    public async Task A_portal_that_does_not_answer_is_named()
    {
        var address = await CloseAsync();

        var answer = await _agent.RunAsync("check", "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.PortalUnreachable), answer.ToString());
        Assert.That(Findings(answer, "portal").Single().GetProperty("place").GetString(), Does.Contain(address));
    }

    [Test]
    public async Task Preview_shows_folder_and_name_for_a_customer_and_writes_nothing()
    {
        var answer = await _agent.RunAsync("preview", "Own", "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        var documents = answer.Json.GetProperty("configurations")[0].GetProperty("documents").EnumerateArray().ToList();
        Assert.That(documents, Has.Count.EqualTo(2));
        Assert.That(documents[0].GetProperty("customer").GetString(), Is.EqualTo("Peeters N.V."));
        Assert.That(documents[0].GetProperty("paths")[0].GetString(), Does.StartWith($"{_agent.Root}/Peeters N.V"));
        Assert.That(Directory.Exists(_agent.Root), Is.False);
    }

    [TestCase("--customer", "zz", "No customer of what was asked for matches \"zz\". There is: Peeters N.V.")]
    [TestCase("Winboks", null, "No accounting package configuration matches \"Winboks\". There is: Own folders.")]
    public async Task Preview_of_what_nothing_matches_says_so_and_what_there_is(string first, string? second, string said)
    {
        var answer = await _agent.RunAsync(["preview", first, .. second is null ? [] : new[] { second }]);

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output.Trim(), Is.EqualTo(said));
    }

    [Test]
    public async Task Preview_of_a_good_configuration_names_a_broken_one_and_does_not_fail_for_it()
    {
        var good = _portal!.Configuration;
        _portal.Configure(_agent.Root, package: "venice");
        _portal.Configuration = new(
            [.. good.Configurations, _portal.Configuration.Configurations[0] with { Id = "c2", Name = "Venice" }],
            [.. good.Customers, good.Customers[0] with { EnterpriseId = "e2", Name = "Maes B.V.", ConfigurationId = "c2" }]);

        var own = await _agent.RunAsync("preview", "Own");
        var peeters = await _agent.RunAsync("preview", "--customer", "Peeters", "--json");
        var all = await _agent.RunAsync("preview");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(own.Code, Is.Zero, own.ToString());
            Assert.That(own.Output, Does.Contain("Not asked for, and cannot be used").And.Contain("Venice: "));
            Assert.That(peeters.Code, Is.Zero, peeters.ToString());
            Assert.That(peeters.Json.GetProperty("others")[0].GetProperty("name").GetString(), Is.EqualTo("Venice"));
            Assert.That(all.Code, Is.EqualTo((int)ExitCode.Problems), "everything was asked for");
        }
    }

    [Test]
    public async Task Preview_of_a_document_that_nobody_knows_says_only_that()
    {
        var answer = await _agent.RunAsync("preview", "--document", "unheard-of");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output.Trim(), Is.EqualTo("No document unheard-of is known here: 'synqup history --json' names those that are."));
    }

    [Test]
    public async Task Check_says_that_nothing_will_arrive_while_no_configuration_names_the_agent()
    {
        _portal!.Configuration = new([], []);

        var answer = await _agent.RunAsync("check");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Output, Does.StartWith("Everything is ready on this machine; no accounting package configuration"));
    }

    [Test]
    public async Task A_command_that_a_folder_problem_names_works_as_it_is_printed()
    {
        var before = await _agent.RunAsync("check", "--json");
        var remedy = Findings(before, "folder").Single().GetProperty("remedy").GetString()!;
        var command = remedy[(remedy.IndexOf("synqup ", StringComparison.Ordinal) + "synqup ".Length)..].Split('"')[..2];

        var after = await _agent.RunAsync([.. command[0].Trim().Split(' '), command[1]]);

        Assert.That(after.Code, Is.Zero, remedy + after);
    }

    [Test]
    public async Task Sync_with_nothing_to_do_says_so()
    {
        await _agent.RunAsync("check", "--create-root", _agent.Root);

        var answer = await _agent.RunAsync("sync", "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Json.GetProperty("summary").GetString(), Is.EqualTo("0 documents delivered, 0 acknowledged."));
        Assert.That(answer.Json.GetProperty("connections")[0].GetProperty("delivered").GetInt64(), Is.Zero);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task Sync_says_at_once_that_the_portal_is_away_and_when_stopped_what_it_waited_for()
    {
        var address = await CloseAsync();
        using var sync = SynqupProgram.Start(["sync", "--json", "--settings", _agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = await sync.StandardError.ReadLineAsync(limit.Token);
        SynqupProgram.Terminate(sync);
        var answer = new Answer(0, await sync.StandardOutput.ReadToEndAsync(limit.Token), await sync.StandardError.ReadToEndAsync(limit.Token));
        await sync.WaitForExitAsync(limit.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Does.Contain(address).And.Contain("nothing listens there").And.Contain("tried again for 30 seconds"));
            Assert.That(sync.ExitCode, Is.EqualTo((int)ExitCode.Interrupted), answer.ToString());
            Assert.That(answer.Json.GetProperty("connections")[0].GetProperty("error").GetString(), Does.StartWith("It was stopped while it waited: ").And.Contain(address));
            Assert.That(answer.Json.GetProperty("stopped").GetBoolean(), Is.True);
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task Sync_says_so_while_a_portal_takes_the_call_and_says_nothing()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        _agent.Write($"http://{mute.LocalEndpoint}", TestPortal.Key);
        using var sync = SynqupProgram.Start(["sync", "--settings", _agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var said = await sync.StandardError.ReadLineAsync(limit.Token);
        SynqupProgram.Terminate(sync);
        await sync.WaitForExitAsync(limit.Token);

        Assert.That(said, Does.Contain("office").And.Contain("has not answered yet"));
    }

    [Test]
    [Category("Long")]
    public async Task Sync_gives_up_on_a_portal_that_stays_away()
    {
        var address = await CloseAsync();

        var answer = await _agent.RunAsync("sync", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.EqualTo((int)ExitCode.PortalUnreachable), answer.ToString());
            Assert.That(answer.Json.GetProperty("connections")[0].GetProperty("error").GetString(), Does.Contain(address).And.Contain("tried for 30 seconds"));
            Assert.That(answer.Json.GetProperty("seconds").GetDouble(), Is.InRange(29, 40));
        }
    }

    [Test]
    public async Task A_second_one_on_the_same_data_folder_says_so_and_ends()
    {
        using var taken = await DataFolder.TakeAsync(_agent.Data, TimeProvider.System, CancellationToken.None);

        var answer = await _agent.RunAsync("sync");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.AlreadyRunning), answer.ToString());
        Assert.That(answer.Errors, Does.Contain("Another synqup works with the data folder").And.Contain(_agent.Data));
    }

    [Test]
    public async Task Status_of_an_agent_that_does_not_run_says_so_first()
    {
        var answer = await _agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.StartWith("The agent is not running."));
    }

    [Test]
    public async Task History_without_documents_is_empty_and_no_error()
    {
        var answer = await _agent.RunAsync("history", "--customer", "Peeters", "--since", "7d", "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Json.GetProperty("documents").GetArrayLength(), Is.Zero);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task The_service_is_all_right_while_it_runs_and_ends_by_a_signal()
    {
        await _agent.RunAsync("check", "--create-root", _agent.Root);
        using var service = SynqupProgram.Start(["run", "--settings", _agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (string? line = ""; line is not null && !line.Contains("Connected to office as an agent of Kantoor Janssens", StringComparison.Ordinal);)
            line = await service.StandardOutput.ReadLineAsync(limit.Token);

        var status = await _agent.RunAsync("status", "--json");
        SynqupProgram.Terminate(service);
        var rest = await service.StandardOutput.ReadToEndAsync(limit.Token);
        await service.WaitForExitAsync(limit.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Code, Is.Zero, status.ToString());
            Assert.That(status.Json.GetProperty("running").GetBoolean(), Is.True);
            Assert.That(status.Json.GetProperty("processId").GetInt32(), Is.EqualTo(service.Id));
            Assert.That(status.Json.GetProperty("connections")[0].GetProperty("office").GetString(), Is.EqualTo("Kantoor Janssens"));
            Assert.That(service.ExitCode, Is.Zero);
            Assert.That(rest, Does.Contain("Stopped"));
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(_agent.Settings)!, "*", SearchOption.AllDirectories)
                .Where(file => File.ReadAllText(file).Contains("secret-1", StringComparison.Ordinal)), Is.Empty);
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task A_service_that_starts_without_its_portal_is_not_all_right_whatever_the_one_before_saw()
    {
        await _agent.RunAsync("check", "--create-root", _agent.Root);
        await _agent.RunAsync("sync");
        await CloseAsync();
        using var service = SynqupProgram.Start(["run", "--settings", _agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (string? line = ""; line is not null && !line.Contains("started with data folder", StringComparison.Ordinal);)
            line = await service.StandardOutput.ReadLineAsync(limit.Token);

        var status = await _agent.RunAsync("status", "--json");
        SynqupProgram.Terminate(service);
        await service.WaitForExitAsync(limit.Token);

        Assert.That(status.Code, Is.EqualTo((int)ExitCode.PortalUnreachable), status.ToString());
        Assert.That(status.Json.GetProperty("processId").GetInt32(), Is.EqualTo(service.Id));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task The_service_says_that_the_plugins_folder_of_its_settings_is_not_there_and_status_repeats_it()
    {
        Directory.Delete(_agent.Plugins);
        using var service = SynqupProgram.Start(["run", "--settings", _agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = new List<string>();
        while (!said.Exists(line => line.Contains("Connected to office", StringComparison.Ordinal)) && await service.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            said.Add(line);

        var status = await _agent.RunAsync("status", "--json");
        SynqupProgram.Terminate(service);
        await service.WaitForExitAsync(limit.Token);

        Assert.That(said, Has.Some.Contains($"WARN  The pluginsFolder of the settings, {_agent.Plugins}, is not there."));
        Assert.That(status.Json.GetProperty("problems").EnumerateArray().Select(one => one.GetProperty("code").GetString()), Does.Contain("plugin.noFolder"), status.ToString());
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task A_plugin_that_is_not_active_is_a_problem_until_the_service_starts_without_it()
    {
        Built.CopyTestPlugins(_agent.Plugins, "BadKey");
        var broken = await StatusOfServiceAsync();
        Directory.Delete(Path.Combine(_agent.Plugins, "BadKey"), recursive: true);
        var mended = await StatusOfServiceAsync();

        using (Assert.EnterMultipleScope())
        {
            var problem = Problems(broken).Single(one => one.GetProperty("code").GetString() == "plugin.notActive");
            Assert.That(problem.GetProperty("message").GetString(), Does.Contain("The plugin BadKey is not used: ").And.Contain("Not A Key"));
            Assert.That(Problems(mended).Select(one => one.GetProperty("code").GetString()), Has.None.EqualTo("plugin.notActive"));
        }
    }

    private static List<JsonElement> Problems(Answer answer) => [.. answer.Json.GetProperty("problems").EnumerateArray()];

    private async Task<Answer> StatusOfServiceAsync()
    {
        using var service = SynqupProgram.Start(["run", "--settings", _agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (string? line = ""; line is not null && !line.Contains("Connected to office", StringComparison.Ordinal);)
            line = await service.StandardOutput.ReadLineAsync(limit.Token);
        var status = await _agent.RunAsync("status", "--json");
        SynqupProgram.Terminate(service);
        await service.WaitForExitAsync(limit.Token);
        return status;
    }

    private async Task<string> CloseAsync()
    {
        var address = _portal!.Address;
        await _portal.DisposeAsync();
        _portal = null;
        return address;
    }

    private static IEnumerable<JsonElement> Findings(Answer answer, string area) =>
        answer.Json.GetProperty("checks").EnumerateArray().Where(one => one.GetProperty("area").GetString() == area);
}
