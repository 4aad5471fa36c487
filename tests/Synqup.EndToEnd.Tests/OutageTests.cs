using Synqup.Demo.Flow;
using Synqup.Demo.Office;
using Synqup.Demo.Programs;
using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>The cloud is away: the agent waits, says so, and goes on by itself.</summary>
internal sealed class OutageTests
{
    private const string Unreachable = "portal.unreachable";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    public async Task An_agent_that_starts_while_the_Console_is_down_waits_says_so_and_goes_on_by_itself()
    {
        using var office = await TestOffice.CreateAsync();
        await using (var console = await office.StartConsoleAsync())
            await office.InstallAgentAsync();
        await using var agent = office.Agent.Run();
        await AssertWaitsAsync(office, agent);

        await using var again = await office.StartConsoleAsync();
        await Until.TrueAsync("the agent enrolled by itself", Patience, async () => (await office.Client.AgentsAsync(CancellationToken.None)).Count == 1, () => agent.LastLines);
        await office.ConfigureAsync();
        await UploadAsync(office.Uploads(), 0, 40);

        await AssertDeliveredAsync(office, agent, 40);
        Assert.That(await office.ProblemsAsync(), Has.None.EqualTo(Unreachable));
    }

    [Test]
    public async Task A_Console_that_stops_in_the_middle_costs_time_and_nothing_else()
    {
        const int First = 1_500, Later = 20;
        using var office = await TestOffice.CreateAsync();
        var console = await office.StartConsoleAsync();
        await using var firstConsole = console;
        await office.InstallAgentAsync(batchSize: 32);
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
        var uploads = office.Uploads();
        await UploadAsync(uploads, 0, First);

        await using var agent = office.Agent.Run();
        await Until.TrueAsync("the first document was delivered", Patience, () => Task.FromResult(new DeliveredTree(office.Root).Documents.Count > 0), () => agent.LastLines);
        console.Program.Kill();
        await AssertWaitsAsync(office, agent);
        Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.LessThan(First), "the Console stopped in the middle");

        await using var again = await office.StartConsoleAsync();
        await UploadAsync(uploads, First, Later);

        await AssertDeliveredAsync(office, agent, First + Later);
        Assert.That(await office.ProblemsAsync(), Has.None.EqualTo(Unreachable));
    }

    private static async Task UploadAsync(Uploads uploads, int from, int count)
    {
        var documents = new SampleDocuments(1, SampleOffice.Many(10));
        // In the order of the customers, so that few uploads do.
        await uploads.UploadAsync(TestOffice.Sources(Enumerable.Range(from, count).OrderBy(index => index % 10).Select(index => documents.OfSize(index, 6_000))), static _ => { }, CancellationToken.None);
        Assert.That(uploads.Uploaded, Has.Count.EqualTo(from + count));
    }

    private static async Task AssertWaitsAsync(TestOffice office, ChildProgram agent)
    {
        await Until.TrueAsync("the agent showed that it waits", Patience, async () => (await office.ProblemsAsync()).Contains(Unreachable), () => agent.LastLines);
        Assert.That(agent.HasExited, Is.False);
    }

    private static async Task AssertDeliveredAsync(TestOffice office, ChildProgram agent, int documents)
    {
        DocumentCounts? counts = null;
        await Until.TrueAsync(
            $"{documents} documents were acknowledged", Patience, async () => (counts = await office.Client.CountAsync(CancellationToken.None)).Acknowledged == documents,
            () => $"{counts} The agent said last:{Environment.NewLine}{agent.LastLines}");
        Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(documents));
    }
}
