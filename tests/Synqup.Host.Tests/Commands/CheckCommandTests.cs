using System.IO.Abstractions;
using System.Text.Json;
using Synqup.Core.Health;
using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>Check before documents travel: what is wrong is named, and orders are carried out.</summary>
internal sealed class CheckCommandTests : WithPortal
{
    [Test]
    public async Task Check_enrols_and_makes_the_folder_that_a_person_orders()
    {
        var before = await Agent.RunAsync("check", "--json");
        var ordered = await Agent.RunAsync("check", "--create-root", Agent.Root, "--json");
        var after = await Agent.RunAsync("check", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Code, Is.EqualTo((int)ExitCode.Problems), before.ToString());
            Assert.That(Findings(before, "portal").Single().GetProperty("ok").GetBoolean(), Is.True);
            Assert.That(Findings(before, "folder").Single().GetProperty("problem").GetString(), Does.Contain(Agent.Root));
            Assert.That(ordered.Code, Is.Zero, ordered.ToString());
            Assert.That(after.Code, Is.Zero, after.ToString());
            Assert.That(Directory.Exists(Agent.Root), Is.True);
        }
    }

    [Test]
    public async Task Check_refuses_an_order_for_a_folder_of_no_configuration()
    {
        var answer = await Agent.RunAsync("check", "--create-root", Agent.Root, "--use", "/somewhere/else", "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(Findings(answer, "folder").Single(one => !one.GetProperty("ok").GetBoolean()).GetProperty("place").GetString(), Is.EqualTo("/somewhere/else"));
    }

    [Test]
    public async Task Check_names_a_plugin_that_a_configuration_needs_and_nobody_installed()
    {
        Portal.Configure(Agent.Root, package: "venice");

        var answer = await Agent.RunAsync("check", "--create-root", Agent.Root, "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(Findings(answer, "configuration").Single().GetProperty("problem").GetString(), Does.Contain("\"venice\" is not installed"));
    }

    [Test]
    public async Task Check_names_two_customers_whose_folders_would_be_the_same()
    {
        Portal.Configuration = Portal.Configuration with
        {
            Customers = [.. Portal.Configuration.Customers, Portal.Configuration.Customers[0] with { EnterpriseId = "e2", Name = "PEETERS N.V." }],
        };

        var answer = await Agent.RunAsync("check", "--create-root", Agent.Root, "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        var shared = Findings(answer, "customers").Single();
        Assert.That(shared.GetProperty("place").GetString(), Does.StartWith(Agent.Root).And.Contain("Peeters").IgnoreCase);
        Assert.That(shared.GetProperty("problem").GetString(), Does.Contain("\"Peeters N.V.\"").And.Contain("\"PEETERS N.V.\""));
        Assert.That(shared.GetProperty("remedy").GetString(), Does.Contain("variable that tells them apart"));
    }

    [Test]
    public async Task Check_names_a_customer_without_the_field_that_the_path_needs()
    {
        Portal.Configuration = Portal.Configuration with
        {
            Configurations = [Portal.Configuration.Configurations[0] with { Paths = new($"{Agent.Root}/[accounting_file_id]", null, null, null) }],
        };

        var answer = await Agent.RunAsync("check", "--create-root", Agent.Root);

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.StartWith("1 problem was found.").And.Contain("Peeters N.V.: The customer \"Peeters N.V.\" has no [accounting_file_id]"));
    }

    [Test]
    public async Task A_key_that_thePortal_does_not_know_is_anAgent_that_is_not_enrolled()
    {
        Agent.Write(Portal.Address, "another-key");

        var answer = await Agent.RunAsync("check", "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.NotEnrolled), answer.ToString());
        Assert.That(Findings(answer, "portal").Single().GetProperty("remedy").GetString(), Does.Contain("enrolment key"));
    }

    [Test]
    public async Task APortal_that_does_not_answer_is_named()
    {
        var address = await CloseAsync();

        var answer = await Agent.RunAsync("check", "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.PortalUnreachable), answer.ToString());
        Assert.That(Findings(answer, "portal").Single().GetProperty("place").GetString(), Does.Contain(address));
    }

    [Test]
    public async Task Check_says_that_nothing_will_arrive_while_no_configuration_names_theAgent()
    {
        Portal.Configuration = new([], []);

        var answer = await Agent.RunAsync("check");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Output, Does.StartWith("Everything is ready on this machine; no accounting package configuration"));
    }

    [Test]
    public async Task A_command_that_a_folder_problem_names_works_as_it_is_printed()
    {
        var before = await Agent.RunAsync("check", "--json");
        var remedy = Findings(before, "folder").Single().GetProperty("remedy").GetString()!;
        var command = remedy[(remedy.IndexOf("synqup ", StringComparison.Ordinal) + "synqup ".Length)..].Split('"')[..2];

        var after = await Agent.RunAsync([.. command[0].Trim().Split(' '), command[1]]);

        Assert.That(after.Code, Is.Zero, remedy + after);
    }

    [Test]
    public async Task An_order_that_was_carried_out_beside_an_agent_is_not_answered_with_what_that_one_saw_before()
    {
        using var folder = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);
        var health = new HealthBoard(TimeProvider.System);
        new AgentStatus(new FileSystem(), Agent.Data, "1.0", health, TimeProvider.System).Begin();
        health.Raise("root.offline", Agent.Root, HealthSeverity.Error, "It is not there.", "Make it.");
        health.Raise("documents.waiting", "office", HealthSeverity.Warning, "Documents of office: 2 wait.", "'synqup status' says why.");

        var ordered = await Agent.RunAsync("check", "--create-root", Agent.Root);
        var asked = await Agent.RunAsync("check");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ordered.Code, Is.Zero, ordered.ToString());
            Assert.That(ordered.Output, Does.StartWith("Done. Everything is ready."));
            Assert.That(asked.Output, Does.Contain("2 wait").And.Not.Contain("It is not there"), "asked without an order it repeats what may still be so");
        }
    }

    private static IEnumerable<JsonElement> Findings(Answer answer, string area) =>
        answer.Json.GetProperty("checks").EnumerateArray().Where(one => one.GetProperty("area").GetString() == area);
}
