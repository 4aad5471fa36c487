using System.Diagnostics;
using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Documents;

internal sealed class ListingTests
{
    [Test]
    public async Task Without_a_sequence_what_is_in_error_is_listed_too_over_all_pages()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        string[] ids = [(await office.UploadAsync(customer, "1")).Id, (await office.UploadAsync(customer, "2")).Id, (await office.UploadAsync(customer, "3")).Id];
        await agent.ListAsync();
        await agent.AcknowledgeAsync(ids[0], 1, AcknowledgementOutcome.Forwarded);
        await agent.AcknowledgeAsync(ids[2], 1, AcknowledgementOutcome.Error, "the folder is not there");

        var (seen, after) = (new List<string>(), "");
        while (true)
        {
            var page = await agent.ListAsync($"?limit=1{after}");
            if (page.Items.Count == 0)
                break;
            seen.AddRange(page.Items.Select(item => item.Id));
            after = $"&after={page.Next}";
        }

        Assert.That(seen, Is.EqualTo(new[] { ids[1], ids[2] }));
    }

    [Test]
    public async Task A_last_page_that_was_lost_on_its_way_is_listed_again_whole()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        await office.UploadAsync(customer, "1");
        var failed = await office.UploadAsync(customer, "2");
        await agent.ListAsync("?after=0");
        await agent.AcknowledgeAsync(failed.Id, 1, AcknowledgementOutcome.Error, "the folder is not there");
        var first = await agent.ListAsync("?limit=1");

        var lost = await agent.ListAsync($"?limit=2&after={first.Next}");
        var again = await agent.ListAsync($"?limit=2&after={first.Next}");

        Assert.That(lost.Items.Select(item => item.Id), Is.EqualTo(new[] { failed.Id }));
        Assert.That(again.Items.Select(item => item.Id), Is.EqualTo(new[] { failed.Id }));
    }

    [Test]
    public async Task After_a_sequence_only_what_is_to_be_fetched_is_listed()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var failed = await office.UploadAsync(customer, "1");
        await office.UploadAsync(customer, "2");
        await agent.ListAsync("?after=0");
        await agent.AcknowledgeAsync(failed.Id, 1, AcknowledgementOutcome.Error, "no");

        Assert.That((await agent.ListAsync("?after=0")).Items.Select(item => item.Number), Is.EqualTo(new[] { "2" }));
    }

    [TestCase("?after=999", "unknownSequence")]
    [TestCase("?after=-1", "unknownSequence")]
    [TestCase("?after=x", "badRequest")]
    [TestCase("?limit=0", "invalid")]
    [TestCase("?limit=1001", "invalid")]
    [TestCase("?wait=61", "invalid")]
    public async Task A_query_that_cannot_be_answered_says_why(string query, string problem)
    {
        await using var console = await RunningConsole.StartAsync();
        var agent = await (await console.OfficeAsync()).EnrolAsync();

        var refused = await agent.Http.GetAsync("api/v1/documents" + query).ProblemAsync();

        Assert.That((refused.Status, refused.Name), Is.EqualTo((400, problem)));
    }

    [Test]
    public async Task A_long_poll_is_woken_by_an_upload()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var clock = Stopwatch.StartNew();

        var poll = agent.ListAsync("?wait=60");
        var upload = await office.UploadAsync(customer);
        var page = await poll;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Items.Single().Id, Is.EqualTo(upload.Id));
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(50)));
        }
    }

    [Test]
    public async Task A_long_poll_ends_when_what_its_agent_is_to_deliver_changes_so_that_it_asks_at_once()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();
        var clock = Stopwatch.StartNew();
        var poll = agent.ListAsync("?wait=60");
        // One that was answered before it shows that the poll is being served.
        await agent.ListAsync();

        await office.ConfigurationAsync(agent);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await poll).Items, Is.Empty);
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(50)));
        }
    }

    [Test]
    public async Task A_long_poll_ends_empty_when_its_time_is_over()
    {
        await using var console = await RunningConsole.StartAsync();
        var agent = await (await console.OfficeAsync()).EnrolAsync();

        Assert.That((await agent.ListAsync("?wait=1")).Items, Is.Empty);
    }

    [Test]
    public async Task A_long_poll_does_not_hold_up_the_end_of_the_program()
    {
        await using var console = await RunningConsole.AloneAsync();
        var agent = await (await console.OfficeAsync()).EnrolAsync();
        var poll = agent.ListAsync("?wait=60");
        // One that was answered before it shows that the poll is being served.
        await agent.ListAsync();
        var clock = Stopwatch.StartNew();

        await console.App.StopAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await poll).Items, Is.Empty);
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(14)), "less than the time after which it would be cut off");
        }
    }

    [Test]
    public async Task Sequences_rise_with_the_commits_so_that_a_reader_who_follows_misses_nothing()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        const int Uploads = 40;
        var uploads = Parallel.ForAsync(0, Uploads, async (i, _) => await office.UploadAsync(customer, $"n{i}"));

        var seen = new List<long>();
        var (clock, after) = (Stopwatch.StartNew(), "");
        while (seen.Count < Uploads && clock.Elapsed < TimeSpan.FromMinutes(2))
        {
            var page = await agent.ListAsync($"?limit=3&wait=5{after}");
            seen.AddRange(page.Items.Select(item => item.Sequence));
            after = $"&after={page.Next}";
        }

        await uploads;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Has.Count.EqualTo(Uploads).And.Ordered.Ascending);
            Assert.That(seen, Is.Unique);
        }
    }
}
