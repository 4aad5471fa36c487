namespace Synqup.EndToEnd.Tests;

/// <summary>An accounting package that takes a document at its done file, whatever happens to the agent meanwhile.</summary>
[Category("Long")]
[NonParallelizable]
internal sealed class DoneFileTests
{
    private const int Documents = 300;
    private const int Kills = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    public async Task A_package_that_takes_documents_at_their_done_files_gets_each_one_whole_and_once_however_often_the_agent_is_killed()
    {
        var seed = Random.Shared.Next();
        TestContext.Progress.WriteLine($"Done files: seed {seed}.");
        var documents = new KillDocuments(seed, Documents);
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await office.InstallAgentAsync(batchSize: 16);
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync(doneFile: "{name}.done");
        await using var package = new ImportingPackage(office.Root) { HasPdf = documents.HasPdf, DoneEnding = ".done" };
        await office.Uploads().UploadAsync(TestOffice.Sources(documents.Blocks.SelectMany(block => block)), static _ => { }, CancellationToken.None);

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var agent = office.Agent.Run();
            using var limit = new CancellationTokenSource(Patience);
            await package.SeenAsync(Math.Max(package.Count + 1, documents.Parts.Count * kill / Kills), limit.Token);
            agent.Kill();
        }

        Assert.That(package.Count, Is.LessThan(documents.Parts.Count), "the last kill came in the middle of work");
        await using var last = office.Agent.Run();
        await Until.TrueAsync("every document was acknowledged", Patience, async () => (await office.Client.CountAsync(CancellationToken.None)).Acknowledged == Documents, () => last.LastLines);

        var seen = package.Imported.ToLookup(file => file.Sha256, file => file.Path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(package.Violations, Is.Empty, "a done file came before what it announces");
            Assert.That(documents.Parts.Where(part => seen[part.Key].Count() != 1).Select(part => part.Value), Is.Empty, "not seen exactly once");
        }
    }
}
