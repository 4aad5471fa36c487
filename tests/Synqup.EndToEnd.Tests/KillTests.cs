using System.Globalization;
using Synqup.Demo.Office;
using Synqup.Demo.Programs;

namespace Synqup.EndToEnd.Tests;

/// <summary>The agent dies as in a power cut of its process, again and again, while an accounting package takes each file at once.</summary>
[NonParallelizable]
internal sealed class KillTests
{
    private const int Documents = 2_000;
    private const int Kills = 20;

    // Small, so that a kill finds batches before, in and behind each step of the protocol.
    private const int BatchSize = 32;

    // Kills that must have come while documents were open; the others came a moment after the last one of their stretch.
    private const int HitsWanted = 15;

    private static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(90);

    [Test]
    public async Task A_document_is_seen_exactly_once_and_whole_however_often_the_agent_is_killed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SYNQUP_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Progress.WriteLine($"Kill test: seed {seed}; the same again with SYNQUP_TEST_SEED={seed}.");
        var random = new Random(seed);
        var documents = new KillDocuments(seed, Documents);
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await office.InstallAgentAsync(BatchSize);
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
        await using var package = new ImportingPackage(office.Root) { HasPdf = documents.HasPdf };
        using var released = new SemaphoreSlim(0);
        var feeding = FeedAsync(office, documents, released);

        // The run has a stretch for each kill and three more; while the agent works in one, the next two are there already.
        var blocks = documents.Blocks.Count / (Kills + 3);
        var stretch = blocks * documents.Parts.Count / documents.Blocks.Count;
        released.Release(2 * blocks);
        var (seenBetweenKills, hits) = (new List<int>(), 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            released.Release(blocks);
            var moment = (stretch * kill) + random.Next(stretch / 2);
            seenBetweenKills.Add(await LiveAsync(office, package, feeding, Math.Max(moment, package.Count + 1), TimeSpan.FromMilliseconds(random.Next(30))));
            hits += package.Count < stretch * (kill + 3) ? 1 : 0;
        }

        TestContext.Progress.WriteLine($"Files seen between kills: {string.Join(' ', seenBetweenKills)}; {hits} kills in the middle of work, {documents.Parts.Count - package.Count} files still to come.");
        Assert.That(hits, Is.GreaterThanOrEqualTo(HitsWanted), "kills in the middle of work");
        Assert.That(seenBetweenKills, Is.All.Positive);
        released.Release(documents.Blocks.Count);

        // And once in its first steps, where it recovers: at any moment, so that nothing is waited for but time.
        await using (var young = office.Agent.Run())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 2_000)), TimeProvider.System);
            young.Kill();
        }

        await using var last = office.Agent.Run();
        await WaitUntilAcknowledgedAsync(office, package, last, await feeding);
        Assert.That(await last.StopAsync(TimeSpan.FromSeconds(30)), Is.True, "the agent stops when it is asked to");

        AssertSeenOnce(documents, package);
        Assert.That(package.Violations, Is.Empty, "an XML was visible before the PDF of its set");
        Assert.That(new DeliveredTree(office.Root).Own.Where(path => path.EndsWith(".synqup-part", StringComparison.Ordinal)), Is.Empty, "nothing staged is left");
    }

    /// <summary>Runs the agent until a number of files were seen, and a moment longer; then kills it.</summary>
    /// <returns>How many files were seen in this life.</returns>
    private static async Task<int> LiveAsync(TestOffice office, ImportingPackage package, Task feeding, int untilSeen, TimeSpan longer)
    {
        var before = package.Count;
        await using var agent = office.Agent.Run();
        using var limit = new CancellationTokenSource(LongestStandstill);
        var (seen, ended) = (package.SeenAsync(untilSeen, limit.Token), agent.WaitForExitAsync(limit.Token));
        if (await Task.WhenAny(seen, ended, feeding) == feeding)
        {
            await feeding;
            await Task.WhenAny(seen, ended);
        }

        agent.ThrowIfExited("It was not told to.");
        Assert.That(seen.IsCompletedSuccessfully, Is.True, $"{package.Count} of {untilSeen} files were seen. The agent said last:{Environment.NewLine}{agent.LastLines}");
        // Nothing announces the moment of a power cut.
        await Task.Delay(longer, TimeProvider.System);
        agent.Kill();
        return package.Count - before;
    }

    /// <param name="released">How many blocks may be uploaded.</param>
    private static async Task<int> FeedAsync(TestOffice office, KillDocuments documents, SemaphoreSlim released)
    {
        var uploads = office.Uploads();
        foreach (var block in documents.Blocks)
        {
            await released.WaitAsync();
            await uploads.UploadAsync(TestOffice.Sources(block), static _ => { }, CancellationToken.None);
        }

        Assert.That(uploads.Refused, Is.Empty);
        return uploads.Uploaded.Count;
    }

    /// <summary>What the Console's database says is only known by asking.</summary>
    private static async Task WaitUntilAcknowledgedAsync(TestOffice office, ImportingPackage package, ChildProgram agent, int documents)
    {
        DocumentCounts? counts = null;
        await Until.TrueAsync("every document was acknowledged", LongestStandstill, async () =>
        {
            counts = await office.Client.CountAsync(CancellationToken.None);
            return counts.Acknowledged + counts.Error == documents;
        }, () => $"{counts}, {package.Count} files seen. The agent said last:{Environment.NewLine}{agent.LastLines}");
        Assert.That(counts!.Error, Is.Zero, "documents in error");
    }

    private static void AssertSeenOnce(KillDocuments documents, ImportingPackage package)
    {
        var seen = package.Imported.ToLookup(file => file.Sha256, file => file.Path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(documents.Parts.Where(part => !seen.Contains(part.Key)).Select(part => part.Value), Is.Empty, "never seen");
            Assert.That(seen.Where(same => same.Count() > 1).SelectMany(same => same), Is.Empty, "seen more than once");
            Assert.That(seen.Where(same => !documents.Parts.ContainsKey(same.Key)).SelectMany(same => same), Is.Empty, "with bytes that no document has");
        }
    }
}
