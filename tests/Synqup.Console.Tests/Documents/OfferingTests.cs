using System.Net;
using Synqup.Console.Intake;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Documents;

/// <summary>Which documents which agent is offered, and when they get a new place in the order.</summary>
internal sealed class OfferingTests
{
    [Test]
    public async Task Turning_the_switch_off_withdraws_a_document_and_on_again_offers_it_at_a_new_place()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var upload = await office.UploadAsync(customer);
        var listed = await agent.ListAsync();

        await ShareAsync(office, customer, false);
        var withdrawn = await agent.ListAsync();
        var content = await agent.Http.GetAsync($"api/v1/documents/{upload.Id}/parts/ubl").ProblemAsync();
        var asked = await agent.BundleAsync(new BundleItem(upload.Id, [])).TextAsync();
        await ShareAsync(office, customer, true);
        var offered = await agent.ListAsync($"?after={listed.Next}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(withdrawn.Items, Is.Empty);
            Assert.That((content.Status, content.Name), Is.EqualTo((404, "notAvailable")));
            Assert.That(content.Detail, Is.EqualTo("Janssens does not share documents: the switch 'share' is off."));
            Assert.That(asked, Does.Contain("Janssens does not share documents"));
            Assert.That(offered.Items.Single().Sequence, Is.GreaterThan(listed.Next));
            Assert.That(offered.Items.Single().DeliveryNumber, Is.EqualTo(1), "the agent may have delivered it: another number would deliver it twice");
        }
    }

    [Test]
    public async Task What_was_in_error_when_the_switch_was_turned_off_is_to_be_fetched_when_it_is_on_again()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var upload = await office.UploadAsync(customer);
        var listed = await agent.ListAsync();
        await agent.AcknowledgeAsync(upload.Id, 1, AcknowledgementOutcome.Error, "the folder is not there");

        await ShareAsync(office, customer, false);
        await ShareAsync(office, customer, true);

        Assert.That((await agent.ListAsync($"?after={listed.Next}")).Items.Select(item => item.Id), Is.EqualTo(new[] { upload.Id }));
        Assert.That((await office.GetAsync<OfficeDocument>($"office/documents/{upload.Id}")), Has.Property("State").EqualTo(Data.DocumentState.ToBeFetched).And.Property("Reason").Null);
    }

    [Test]
    public async Task What_was_listed_may_be_acknowledged_after_the_switch_was_turned_off()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var upload = await office.UploadAsync(customer);
        await agent.ListAsync();
        await ShareAsync(office, customer, false);

        Assert.That((await agent.AcknowledgeAsync(upload.Id, 1, AcknowledgementOutcome.Forwarded)).Status, Is.EqualTo(AcknowledgementStatus.Accepted));
    }

    [Test]
    public async Task Documents_that_arrived_before_linking_are_not_offered_unless_from_says_so()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();
        var configuration = await office.ConfigurationAsync(agent);
        var customer = await office.CustomerAsync(null);
        await office.UploadAsync(customer);

        await office.PutAsync<EnterpriseView>($"enterprises/{customer.Id}", new { name = "Janssens", vat = Some.CustomerVat, configurationId = configuration.Id, from = DateTimeOffset.MaxValue.AddDays(-1) });
        var later = await agent.ListAsync();
        await office.PutAsync<EnterpriseView>($"enterprises/{customer.Id}", new { name = "Janssens", vat = Some.CustomerVat, configurationId = configuration.Id, from = DateTimeOffset.UnixEpoch });
        var earlier = await agent.ListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(later.Items, Is.Empty);
            Assert.That(earlier.Items, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_kind_without_a_path_is_offered_once_it_has_one()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();
        var configuration = await office.ConfigurationAsync(agent, statements: null);
        var customer = await office.CustomerAsync(configuration);
        await office.SendAsync(customer, ("a.cod", Some.Coda()));

        var before = await agent.ListAsync();
        await office.PutAsync<ConfigurationView>($"configurations/{configuration.Id}", new { name = "W", agentId = agent.Id, package = "winbooks", paths = new { statements = "/srv/coda" } });
        var after = await agent.ListAsync($"?after={before.Next}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Items, Is.Empty);
            Assert.That(after.Items.Single().Kind, Is.EqualTo(WireDocumentKind.Statement));
        }
    }

    [Test]
    public async Task What_is_not_offered_says_why_in_the_upload_and_afterwards()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, configuration, customer) = await office.LinkedCustomerAsync();
        var offered = await office.UploadAsync(customer);
        var pdf = (await (await office.SendWithAsync(customer, new() { ["kind"] = "other", ["number"] = "1", ["issueDate"] = "2026-01-31" }, ("a.pdf", Some.Pdf))).ReadAsync<UploadAnswer>()).Items.Single();
        await agent.ListAsync();

        async Task<string?> ReasonAsync(string id) => (await office.GetAsync<OfficeDocument>($"office/documents/{id}")).NotOffered;
        var (none, withoutPath) = (await ReasonAsync(offered.Id), await ReasonAsync(pdf.Id));
        await ShareAsync(office, customer, false);
        var withoutSharing = await ReasonAsync(offered.Id);
        await office.PutAsync<EnterpriseView>($"enterprises/{customer.Id}", new { name = customer.Name, vat = customer.Vat, configurationId = configuration.Id, from = DateTimeOffset.MaxValue.AddDays(-1) });
        var before = await ReasonAsync(offered.Id);
        await office.PutAsync<EnterpriseView>($"enterprises/{customer.Id}", new { name = customer.Name, vat = customer.Vat });
        var unlinked = await ReasonAsync(offered.Id);
        await office.PutAsync<EnterpriseView>($"enterprises/{customer.Id}", new { name = customer.Name, vat = customer.Vat, configurationId = configuration.Id, from = DateTimeOffset.UnixEpoch });
        await MoveAsync(office, configuration, await office.EnrolAsync("instance-2"));
        var elsewhere = (await office.GetAsync<OfficeDocumentPage>("office/documents")).Items.Single(one => one.Document.Id == offered.Id).NotOffered;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(offered.Warnings, Is.Empty);
            Assert.That(pdf.Warnings.Single(), Is.EqualTo("It is kept and not offered to an agent: " + withoutPath));
            Assert.That(none, Is.Null);
            Assert.That(withoutPath, Does.Contain("no path 'documents'"));
            Assert.That(withoutSharing, Does.Contain("'share' is off"));
            Assert.That(before, Does.Contain("'from'"));
            Assert.That(unlinked, Does.Contain("no accounting package configuration"));
            Assert.That(elsewhere, Does.Contain("may still be delivering it"));
        }
    }

    [Test]
    public async Task Another_agent_gets_at_once_what_the_old_one_never_listed()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var successor = await office.EnrolAsync("instance-2");
        await office.UploadAsync(customer);

        await MoveAsync(office, configuration, successor);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await old.ListAsync()).Items, Is.Empty);
            Assert.That((await successor.ListAsync()).Items.Single().DeliveryNumber, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Another_agent_gets_what_was_listed_only_after_the_old_one_knows_and_reports_released()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var successor = await office.EnrolAsync("instance-2");
        var upload = await office.UploadAsync(customer);
        await old.ListAsync();
        var before = await old.ConfigurationAsync();

        await MoveAsync(office, configuration, successor);
        var now = await old.ConfigurationAsync();
        await old.ReleaseAsync(configuration: null);
        await old.ReleaseAsync(before);
        var unaware = await successor.ListAsync();
        await old.HeartbeatAsync(released: false);
        var busy = await successor.ListAsync();
        await old.ReleaseAsync(now);
        var released = await successor.ListAsync($"?after={busy.Next}");
        var late = await old.AcknowledgeAsync(upload.Id, 1, AcknowledgementOutcome.Forwarded);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unaware.Items, Is.Empty, "it may have said so before it knew, although it was given the new configuration since");
            Assert.That(busy.Items, Is.Empty);
            Assert.That(released.Items.Single().DeliveryNumber, Is.EqualTo(2));
            Assert.That(late.Status, Is.EqualTo(AcknowledgementStatus.Superseded));
        }
    }

    [Test]
    public async Task What_the_accounting_package_may_have_already_goes_to_another_agent_only_when_a_person_delivers_it_again([Values] bool gone)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var successor = await office.EnrolAsync("instance-2");
        var (doubtful, wrong) = (await office.UploadAsync(customer, "1"), await office.UploadAsync(customer, "2"));
        await old.ListAsync();
        await old.AcknowledgeAsync(
            new Acknowledgement(doubtful.Id, 1, AcknowledgementOutcome.Error, DateTimeOffset.UnixEpoch, [new("/srv/x.xml", 1, "aa")], "Possibly imported."),
            new Acknowledgement(wrong.Id, 1, AcknowledgementOutcome.Error, DateTimeOffset.UnixEpoch, [], "Its name is taken."));

        await MoveAsync(office, configuration, successor);
        await LeaveAsync();
        var given = (await successor.ListAsync()).Items;
        var waiting = await office.GetAsync<OfficeDocument>($"office/documents/{doubtful.Id}");
        await office.PostAsync<RedeliveryAnswers>("redeliveries", new RedeliverySelection([new(doubtful.Id, 1)]));
        await LeaveAsync();
        var again = (await successor.ListAsync()).Items;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(given.Select(one => one.Id), Is.EqualTo([wrong.Id]));
            Assert.That((waiting.State, waiting.NotOffered), Is.EqualTo((Console.Data.DocumentState.Error, "The agent that had it before cannot tell whether the accounting package has it. Look there; if it has not, deliver it again.")));
            Assert.That(again.Select(one => one.Id), Is.EquivalentTo([wrong.Id, doubtful.Id]));
        }

        async Task LeaveAsync()
        {
            if (gone)
                await office.PostAsync<AgentView>($"agents/{old.Id}/gone", new { });
            else
                await old.ReleaseAsync(await old.ConfigurationAsync());
        }
    }

    [TestCase(AcknowledgementOutcome.Forwarded, Console.Data.DocumentState.Forwarded)]
    [TestCase(AcknowledgementOutcome.Error, Console.Data.DocumentState.Error)]
    public async Task An_agent_that_took_over_the_folder_says_what_became_of_what_the_one_before_began_there(AcknowledgementOutcome outcome, Console.Data.DocumentState expected)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var (successor, other) = (await office.EnrolAsync("instance-2"), await office.EnrolAsync("instance-3"));
        var (doubtful, replaced) = (await office.UploadAsync(customer, "1"), await office.UploadAsync(customer, "2"));
        await old.ListAsync();
        await old.AcknowledgeAsync(new Acknowledgement(doubtful.Id, 1, AcknowledgementOutcome.Error, DateTimeOffset.UnixEpoch, [new("/srv/x.xml", 1, "aa")], "Possibly imported."));
        await MoveAsync(office, configuration, successor);
        await old.ReleaseAsync(await old.ConfigurationAsync());

        var stranger = await other.AcknowledgeAsync(doubtful.Id, 1, outcome);
        var answer = await successor.AcknowledgeAsync(doubtful.Id, 1, outcome, "Dropped.");
        var past = await successor.AcknowledgeAsync(replaced.Id, 1, outcome);
        await MoveAsync(office, configuration, successor);

        var seen = await office.GetAsync<OfficeDocument>($"office/documents/{doubtful.Id}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((stranger.Status, answer.Status, past.Status), Is.EqualTo((AcknowledgementStatus.NotAssigned, outcome == AcknowledgementOutcome.Error ? AcknowledgementStatus.AlreadyKnown : AcknowledgementStatus.Accepted, AcknowledgementStatus.Superseded)));
            Assert.That((seen.State, seen.AgentId, seen.Document.DeliveryNumber), Is.EqualTo((expected, successor.Id, 1L)));
            Assert.That(seen.Reason, Is.EqualTo(expected == Console.Data.DocumentState.Error ? "Dropped." : null));
        }

        var next = await (await successor.RedeliverAsync(doubtful.Id, 1)).ReadAsync<RedeliveryAnswer>();
        Assert.That((await successor.ListAsync()).Items.Select(one => (one.Id, one.DeliveryNumber)), Does.Contain((doubtful.Id, next.DeliveryNumber)));
    }

    [Test]
    public async Task A_document_that_is_another_agents_now_is_said_to_be_so()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var upload = await office.UploadAsync(customer);
        await old.ListAsync();
        await MoveAsync(office, configuration, await office.EnrolAsync("instance-2"));

        Assert.That(await old.BundleAsync(new BundleItem(upload.Id, [])).TextAsync(), Does.Contain("Janssens is linked to the configuration").And.Contain("which another agent delivers now."));
    }

    [Test]
    public async Task While_it_is_held_the_old_agent_can_still_say_that_it_delivered()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var successor = await office.EnrolAsync("instance-2");
        var upload = await office.UploadAsync(customer);
        await old.ListAsync();
        await MoveAsync(office, configuration, successor);

        var answer = await old.AcknowledgeAsync(upload.Id, 1, AcknowledgementOutcome.Forwarded);
        await old.ReleaseAsync(await old.ConfigurationAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(AcknowledgementStatus.Accepted));
            Assert.That((await successor.ListAsync()).Items, Is.Empty);
        }
    }

    [Test]
    public async Task A_replaced_agent_may_finish_and_nothing_else()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, _, customer) = await office.LinkedCustomerAsync();
        var successor = await office.EnrolAsync("instance-2");
        var (done, open) = (await office.UploadAsync(customer, "1"), await office.UploadAsync(customer, "2"));
        await old.ListAsync();
        var known = await old.ConfigurationAsync();
        await office.PutAsync<AgentView>($"agents/{old.Id}/replacement", new { by = successor.Id });

        var unaware = await old.ReleaseAsync(known).ProblemAsync();
        var heartbeat = await old.HeartbeatAsync().ProblemAsync();
        var list = await old.Http.GetAsync("api/v1/documents").ProblemAsync();
        var settings = await old.Http.GetAsync("api/v1/configuration").ProblemAsync();
        var bundle = await old.BundleAsync(new BundleItem(open.Id, ["ubl"])).ProblemAsync();
        var acknowledged = await old.AcknowledgeAsync(done.Id, 1, AcknowledgementOutcome.Forwarded);
        var before = await successor.ListAsync();
        using var released = await old.HeartbeatAsync(released: true);
        var after = await successor.ListAsync();
        var welcome = await (await successor.HeartbeatAsync()).ReadAsync<HeartbeatAnswer>();

        using (Assert.EnterMultipleScope())
        {
            foreach (var problem in new[] { unaware, heartbeat, list, settings, bundle })
                Assert.That((problem.Status, problem.Name), Is.EqualTo((410, "replaced")));
            Assert.That(acknowledged.Status, Is.EqualTo(AcknowledgementStatus.Accepted));
            Assert.That(before.Items, Is.Empty);
            Assert.That(released.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(after.Items.Single().Id, Is.EqualTo(open.Id));
            Assert.That(welcome.Replaces, Is.EqualTo(new[] { old.Id }));
        }
    }

    [Test]
    public async Task A_person_can_confirm_that_an_agent_is_gone()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var successor = await office.EnrolAsync("instance-2");
        await office.UploadAsync(customer);
        await old.ListAsync();
        await MoveAsync(office, configuration, successor);

        await office.PostAsync<AgentView>($"agents/{old.Id}/gone", new { });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await successor.ListAsync()).Items, Has.Count.EqualTo(1));
            Assert.That((await old.HeartbeatAsync().ProblemAsync()).Name, Is.EqualTo("revoked"));
        }
    }

    [Test]
    public async Task A_document_that_comes_back_to_its_agent_before_it_was_released_keeps_its_number()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var successor = await office.EnrolAsync("instance-2");
        await office.UploadAsync(customer);
        var listed = await old.ListAsync();

        await MoveAsync(office, configuration, successor);
        await MoveAsync(office, configuration, old);

        Assert.That((await old.ListAsync($"?after={listed.Next}")).Items.Single().DeliveryNumber, Is.EqualTo(1));
    }

    [Test]
    public async Task Listed_at_an_earlier_place_still_counts_as_listed()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (old, configuration, customer) = await office.LinkedCustomerAsync();
        var successor = await office.EnrolAsync("instance-2");
        await office.UploadAsync(customer);
        await old.ListAsync();
        await ShareAsync(office, customer, false);
        await ShareAsync(office, customer, true);

        await MoveAsync(office, configuration, successor);

        Assert.That((await successor.ListAsync()).Items, Is.Empty);
    }

    private static Task<EnterpriseView> ShareAsync(OfficeScript office, EnterpriseView customer, bool share) =>
        office.PutAsync<EnterpriseView>($"enterprises/{customer.Id}", new { name = customer.Name, vat = customer.Vat, configurationId = customer.ConfigurationId, share });

    private static Task<ConfigurationView> MoveAsync(OfficeScript office, ConfigurationView configuration, AgentProgram agent) =>
        office.PutAsync<ConfigurationView>($"configurations/{configuration.Id}", new { name = "W", agentId = agent.Id, package = "winbooks", paths = configuration.Paths });
}
