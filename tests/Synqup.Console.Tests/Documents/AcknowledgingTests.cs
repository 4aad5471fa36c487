using Synqup.Console.Data;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;
using static Synqup.Core.Sources.Portal.AcknowledgementOutcome;
using static Synqup.Core.Sources.Portal.AcknowledgementStatus;

namespace Synqup.Console.Tests.Documents;

internal sealed class AcknowledgingTests
{
    [TestCase(DocumentState.Forwarded, Accepted, Forwarded)]
    [TestCase(DocumentState.Error, Accepted, Error)]
    [TestCase(DocumentState.ToBeFetched, Accepted, PickedUp, TestName = "Picked up before forwarded is ignored")]
    [TestCase(DocumentState.Forwarded, Accepted, Error, Forwarded)]
    [TestCase(DocumentState.Forwarded, AlreadyKnown, Forwarded, Forwarded)]
    [TestCase(DocumentState.Error, AlreadyKnown, Error, Error)]
    [TestCase(DocumentState.Forwarded, Accepted, Forwarded, Error, TestName = "Error after forwarded is ignored")]
    [TestCase(DocumentState.PickedUp, Accepted, Forwarded, PickedUp)]
    [TestCase(DocumentState.PickedUp, AlreadyKnown, Forwarded, PickedUp, Forwarded)]
    [TestCase(DocumentState.Forwarded, Accepted, PickedUp, Forwarded, TestName = "A known key still applies its change later: pickedUp, forwarded")]
    [TestCase(DocumentState.PickedUp, Accepted, PickedUp, Forwarded, PickedUp)]
    public async Task The_state_changes_only_as_it_may(DocumentState state, AcknowledgementStatus last, params AcknowledgementOutcome[] said)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var upload = await office.UploadAsync(customer);

        // In one batch: items are applied in their order.
        var answers = await (await agent.AcknowledgeAsync([.. said.Select(outcome => new Acknowledgement(upload.Id, 1, outcome, DateTimeOffset.UnixEpoch, [], "because"))])).ReadAsync<AcknowledgementResults>();
        var seen = await office.GetAsync<OfficeDocument>($"office/documents/{upload.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.State, Is.EqualTo(state));
            Assert.That(seen.Reason, Is.EqualTo(state == DocumentState.Error ? "because" : null));
            Assert.That(answers.Items[^1].Status, Is.EqualTo(last));
        }
    }

    [Test]
    public async Task Each_item_is_answered_in_its_place()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var other = await office.EnrolAsync("instance-2");
        var mine = await office.UploadAsync(customer, "1");
        var again = await office.UploadAsync(customer, "2");
        await agent.ListAsync();
        await agent.RedeliverAsync(again.Id, 1);

        var results = await (await agent.AcknowledgeAsync(Item(mine.Id, 1), Item("nobody", 1), Item(mine.Id, 9), Item(again.Id, 1), Item(mine.Id, 0), Item("", 1))).ReadAsync<AcknowledgementResults>();
        var foreign = await other.AcknowledgeAsync(mine.Id, 1, Forwarded);
        var foreignPast = await other.AcknowledgeAsync(again.Id, 1, Forwarded);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Items.Select(item => item.Status), Is.EqualTo(new[] { Accepted, Unknown, Unknown, Superseded, Invalid, Invalid }));
            Assert.That(results.Items.Select(item => item.DocumentId), Is.EqualTo(new[] { mine.Id, "nobody", mine.Id, again.Id, mine.Id, "" }));
            Assert.That((foreign.Status, foreignPast.Status), Is.EqualTo((NotAssigned, NotAssigned)));
        }
    }

    [TestCase("""{"items":[{"documentId":"x","deliveryNumber":1,"outcome":"lost","at":"2026-01-01T00:00:00Z","files":[]}]}""")]
    [TestCase("""{"items":[{"documentId":"x","deliveryNumber":"one"}]}""")]
    [TestCase("""{"items":null}""")]
    [TestCase("""{}""")]
    [TestCase("nothing")]
    public async Task A_batch_that_cannot_be_read_is_refused_whole(string body)
    {
        await using var console = await RunningConsole.StartAsync();
        var agent = await (await console.OfficeAsync()).EnrolAsync();

        var problem = await agent.Http.PostAsync("api/v1/acknowledgements", new StringContent(body, null, "application/json")).ProblemAsync();

        Assert.That((problem.Status, problem.Name), Is.EqualTo((400, "badRequest")));
    }

    [Test]
    public async Task Asking_twice_for_the_same_redelivery_gives_one()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var upload = await office.UploadAsync(customer);
        var listed = await agent.ListAsync();
        await agent.AcknowledgeAsync(upload.Id, 1, Forwarded);

        var first = await (await agent.RedeliverAsync(upload.Id, 1)).ReadAsync<RedeliveryAnswer>();
        var same = await (await agent.RedeliverAsync(upload.Id, 1)).ReadAsync<RedeliveryAnswer>();
        var third = await office.PostAsync<RedeliveryAnswers>("redeliveries", new { items = new[] { new { documentId = upload.Id, replaces = 2 } } });
        var late = await (await agent.RedeliverAsync(upload.Id, 1)).ReadAsync<RedeliveryAnswer>();
        var unknown = await agent.RedeliverAsync(upload.Id, 7).ProblemAsync();
        var offered = (await agent.ListAsync($"?after={listed.Next}")).Items.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.DeliveryNumber, same.DeliveryNumber, late.DeliveryNumber), Is.EqualTo((2, 2, 2)));
            Assert.That(third.Items.Single().DeliveryNumber, Is.EqualTo(3));
            Assert.That(unknown.Status, Is.EqualTo(404));
            Assert.That(offered.DeliveryNumber, Is.EqualTo(3));
            Assert.That((await office.GetAsync<OfficeDocument>($"office/documents/{upload.Id}")).State, Is.EqualTo(DocumentState.ToBeFetched));
        }
    }

    [Test]
    public async Task A_selection_with_a_document_that_is_not_there_changes_nothing()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (_, _, customer) = await office.LinkedCustomerAsync();
        var upload = await office.UploadAsync(customer);

        var problem = await office.Http.PostAsync("api/v1/redeliveries", System.Net.Http.Json.JsonContent.Create(new { items = new[] { new { documentId = upload.Id, replaces = 1 }, new { documentId = "nobody", replaces = 1 } } })).ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.Status, Is.EqualTo(404));
            Assert.That((await office.GetAsync<OfficeDocument>($"office/documents/{upload.Id}")).Document.DeliveryNumber, Is.EqualTo(1));
        }
    }

    private static Acknowledgement Item(string document, long delivery) => new(document, delivery, Forwarded, DateTimeOffset.UnixEpoch, [], null);
}
