using Synqup.Demo.Flow;
using Synqup.Demo.Programs;
using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>The volume under an output folder goes away, and another folder shows where it was mounted.</summary>
internal sealed class LostFolderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    public async Task Neither_a_check_nor_a_restart_takes_the_folder_under_a_mount_point_for_the_volume()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await office.InstallAgentAsync();
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
        var (uploads, away) = (office.Uploads(), office.Root + ".away");

        await using (var agent = office.Agent.Run())
        {
            await UploadAsync(uploads, 0, 8);
            await AssertAcknowledgedAsync(office, agent, 8);
            Directory.Move(office.Root, away);
            Directory.CreateDirectory(office.Root);
            await File.WriteAllTextAsync(Path.Combine(office.Root, "placeholder.txt"), "hi");

            await AssertCheckRefusesAsync(office, "beside the agent");
            await agent.StopAsync(Patience);
        }
        await AssertCheckRefusesAsync(office, "without the agent");

        await using var again = office.Agent.Run();
        await UploadAsync(uploads, 8, 2);
        await Until.TrueAsync("the agent showed that its folder is away", Patience, async () => (await office.ProblemsAsync()).Contains("root.offline"), () => again.LastLines);
        await AssertCheckRefusesAsync(office, "beside the agent that waits");

        Directory.Delete(office.Root, recursive: true);
        Directory.Move(away, office.Root);
        await AssertAcknowledgedAsync(office, again, 10);
        Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(10));
    }

    private static async Task AssertCheckRefusesAsync(TestOffice office, string when)
    {
        var check = await office.Agent.CommandAsync(["check"], CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.ExitCode, Is.Not.Zero, when + check.Output);
            Assert.That(check.Output, Does.Contain($"{office.Root}\" was used before and has no marker").And.Not.Contain($"+ {office.Root}"), when);
            Assert.That(Directory.EnumerateFileSystemEntries(office.Root).Select(Path.GetFileName), Is.EqualTo(["placeholder.txt"]), when);
        }
    }

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
