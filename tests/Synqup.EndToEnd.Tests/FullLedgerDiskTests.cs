using Synqup.Demo.Flow;
using Synqup.Demo.Programs;
using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>The disk of the ledger is full, and the folders of the documents have room: nothing may be delivered that cannot be remembered.</summary>
[Platform("Linux", Reason = "a small tmpfs")]
internal sealed class FullLedgerDiskTests
{
    private const int First = 8, Later = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    public async Task The_agent_lives_and_says_so_in_status_and_at_the_Console_and_goes_on_by_itself_when_there_is_room()
    {
        using var office = await TestOffice.CreateAsync();
        using var disk = await SmallDisk.MountAsync(office.Agent.DataFolder, mebibytes: 8);
        await using var console = await office.StartConsoleAsync();
        await office.InstallAgentAsync();
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
        var uploads = office.Uploads();
        await using (var agent = office.Agent.Run())
        {
            await UploadAsync(uploads, 0, First);
            await AssertAcknowledgedAsync(office, agent, First);
            disk.Fill();
            await UploadAsync(uploads, First, Later);

            await Until.TrueAsync("the Console heard of it", Patience, async () => (await HeardAsync(office)).Contains("disk is full", StringComparison.Ordinal), () => agent.LastLines);
            Assert.That(await office.ProblemsAsync(), Does.Contain("pipeline.stopped"));
            Assert.That(agent.HasExited, Is.False);
            await agent.StopAsync(Patience);
        }

        var sync = await office.Agent.CommandAsync(["sync"], CancellationToken.None);
        Assert.That(sync.ExitCode, Is.EqualTo(7), sync.Output + sync.Errors);
        Assert.That(sync.Output + sync.Errors, Does.Contain("disk is full"));

        await using var again = office.Agent.Run();
        await Until.TrueAsync("the agent said it again", Patience, async () => (await office.ProblemsAsync()).Contains("pipeline.stopped"), () => again.LastLines);
        Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(First));
        disk.Free();
        await AssertAcknowledgedAsync(office, again, First + Later);
        Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(First + Later));
    }

    private static async Task<string> HeardAsync(TestOffice office) =>
        string.Join(' ', (await office.Client.AgentsAsync(CancellationToken.None)).Single().Heartbeat?.Health.Select(problem => problem.Message) ?? []);

    private static async Task UploadAsync(Uploads uploads, int from, int count)
    {
        var documents = new SampleDocuments(1, SampleOffice.Many(1));
        await uploads.UploadAsync(TestOffice.Sources(Enumerable.Range(from, count).Select(index => documents.OfSize(index, 6_000))), static _ => { }, CancellationToken.None);
        Assert.That(uploads.Uploaded, Has.Count.EqualTo(from + count));
    }

    private static async Task AssertAcknowledgedAsync(TestOffice office, ChildProgram agent, int documents) =>
        await Until.TrueAsync(
            $"{documents} documents were acknowledged", Patience, async () => (await office.Client.CountAsync(CancellationToken.None)).Acknowledged == documents, () => agent.LastLines);
}
