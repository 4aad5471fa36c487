using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Documents;

/// <summary>What an agent hears of what it said before, when its own memory was lost or set back.</summary>
internal sealed class DeliveredTests
{
    [Test]
    public async Task What_an_agent_delivered_is_told_in_the_order_in_which_it_became_to_be_fetched_page_by_page()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var ids = new List<string>();
        foreach (var number in new[] { "1", "2", "3", "4" })
            ids.Add((await office.UploadAsync(customer, number)).Id);
        var listed = await agent.ListAsync();
        await agent.AcknowledgeAsync(ids[2], 1, AcknowledgementOutcome.Forwarded);
        await agent.AcknowledgeAsync(ids[0], 1, AcknowledgementOutcome.Forwarded);
        await agent.AcknowledgeAsync(ids[3], 1, AcknowledgementOutcome.Error, "the folder is not there");

        var first = await DeliveredAsync(agent, "?limit=1");
        var second = await DeliveredAsync(agent, $"?limit=1&after={first.Next}");
        var last = await DeliveredAsync(agent, $"?limit=1&after={second.Next}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Items.Concat(second.Items).Select(item => item.Document.Id), Is.EqualTo(new[] { ids[0], ids[2] }));
            Assert.That(first.Items[0].Document, Has.Property("DeliveryNumber").EqualTo(1).And.Property("Sequence").EqualTo(listed.Items[0].Sequence));
            Assert.That(first.Items[0].Document.Parts, Is.Not.Empty);
            Assert.That(last.Items, Is.Empty);
            Assert.That((await DeliveredAsync(agent, $"?after={listed.Next}")).Items, Is.Empty, "an agent that knows all that was listed to it hears nothing new");
        }
    }

    [Test]
    public async Task What_is_to_be_delivered_again_or_belongs_to_another_agent_is_not_told()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var id = (await office.UploadAsync(customer, "1")).Id;
        await agent.ListAsync();
        await agent.AcknowledgeAsync(id, 1, AcknowledgementOutcome.Forwarded);
        var other = await office.EnrolAsync("instance-2");
        Assert.That((await DeliveredAsync(other, "")).Items, Is.Empty);

        (await agent.Http.PostAsync($"api/v1/documents/{id}/redelivery", new StringContent("""{"replaces":1}""", null, "application/json"))).EnsureSuccessStatusCode();

        Assert.That((await DeliveredAsync(agent, "")).Items, Is.Empty);
    }

    [TestCase("?after=-1")]
    [TestCase("?limit=0")]
    [TestCase("?limit=1001")]
    public async Task A_query_that_cannot_be_answered_says_why(string query)
    {
        await using var console = await RunningConsole.StartAsync();
        var agent = await (await console.OfficeAsync()).EnrolAsync();

        var refused = await agent.Http.GetAsync("api/v1/deliveries" + query).ProblemAsync();

        Assert.That((refused.Status, refused.Name), Is.EqualTo((400, "invalid")));
    }

    private static async Task<DeliveredPage> DeliveredAsync(AgentProgram agent, string query) => await (await agent.Http.GetAsync("api/v1/deliveries" + query)).ReadAsync<DeliveredPage>();
}
