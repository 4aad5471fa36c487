using System.Text.Json;
using Synqup.Demo.Programs;
using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>The power goes in the middle of publishing, and afterwards nobody but a person can say which documents the package has taken.</summary>
[Platform("Linux", Reason = "The boot is another one in a mount namespace only")]
internal sealed class QuarantineTests
{
    // As many as one batch may have.
    private const int BatchSize = 512;

    // A machine may be so busy that a batch is through before anyone can end the agent.
    private const int Cuts = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task What_a_power_cut_left_in_doubt_ends_as_a_person_says_beside_the_running_agent()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await office.InstallAgentAsync(BatchSize);
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
        var doubtful = await UntilInDoubtAsync(office);
        await using var package = new ImportingPackage(office.Root) { HasPdf = static _ => false };
        await using var agent = office.Agent.Run();
        using var limit = new CancellationTokenSource(Patience);
        var counts = await office.Client.CountAsync(CancellationToken.None);
        await package.SeenAsync((int)counts.Acknowledged, limit.Token);
        var status = await StatusAsync(office, 1);

        var released = await office.Agent.CommandAsync(["quarantine", "release", doubtful[0], "--why", "Winbooks does not have it"], CancellationToken.None);
        var imported = await office.Agent.CommandAsync(["quarantine", "imported", doubtful[1]], CancellationToken.None);
        await package.SeenAsync((int)counts.Acknowledged + 1, limit.Token);
        var rest = await office.Agent.CommandAsync(["quarantine", "release", "--all"], CancellationToken.None);
        await package.SeenAsync((int)counts.Acknowledged + doubtful.Count - 1, limit.Token);
        var all = counts.Acknowledged + doubtful.Count;
        await Until.TrueAsync("the Console knows that all are delivered", Patience, async () =>
        {
            counts = await office.Client.CountAsync(CancellationToken.None);
            return counts.Acknowledged == all;
        }, () => $"{counts}. The agent said last:{Environment.NewLine}{agent.LastLines}");
        var history = (await office.Agent.CommandAsync(["history", "--limit", "5000", "--json"], CancellationToken.None)).OutputOrThrow("synqup history");
        await StatusAsync(office, 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Output, Does.Contain($"{doubtful.Count} documents need a person").And.Contain("synqup quarantine"));
            Assert.That(new[] { released.ExitCode, imported.ExitCode, rest.ExitCode }, Is.All.Zero, released.Output + imported.Output + rest.Output);
            Assert.That(package.Imported.GroupBy(file => file.Sha256).Where(same => same.Count() > 1), Is.Empty, "seen twice");
            Assert.That(package.Imported, Has.Count.EqualTo(all - 1), "the one that the package had already is not published");
            Assert.That(new DeliveredTree(office.Root).Own.Where(path => path.EndsWith(".synqup-part", StringComparison.Ordinal)), Is.Empty, "nothing staged is left");
            Assert.That(history, Does.Contain("Winbooks does not have it").And.Contain(Environment.UserName));
        }
    }

    /// <summary>What the agent shows once it ends with a code; before, it may have to reach its Console.</summary>
    private static async Task<ProgramResult> StatusAsync(TestOffice office, int code)
    {
        ProgramResult? status = null;
        await Until.TrueAsync($"status ends with {code}", Patience, async () => (status = await office.Agent.CommandAsync(["status"], CancellationToken.None)).ExitCode == code, () => $"{status?.Output}");
        return status!;
    }

    /// <summary>Lets the power go until it leaves documents in doubt.</summary>
    private static async Task<IReadOnlyList<string>> UntilInDoubtAsync(TestOffice office)
    {
        var documents = new SampleDocuments(1, SampleOffice.Many(1));
        var uploads = office.Uploads();
        // Then the folder of manifests is there, and is watched from the start.
        await uploads.UploadAsync(TestOffice.Sources([documents.OfSize(0, 6_000)]), static _ => { }, CancellationToken.None);
        (await office.Agent.CommandAsync(["sync"], CancellationToken.None)).OutputOrThrow("synqup sync");
        for (var cut = 0; cut < Cuts; cut++)
        {
            await uploads.UploadAsync(TestOffice.Sources(Enumerable.Range(1 + (cut * BatchSize), BatchSize).Select(i => documents.OfSize(i, 6_000))), static _ => { }, CancellationToken.None);
            await CutPowerAtAManifestAsync(office);
            await office.Agent.CommandAsync(["sync"], CancellationToken.None);
            if (await QuarantinedAsync(office) is { Count: > 3 } doubtful)
                return doubtful;
        }

        Assert.Fail($"The power went {Cuts} times, and never in the middle of a batch.");
        return [];
    }

    private static async Task CutPowerAtAManifestAsync(TestOffice office)
    {
        using var manifests = new FileSystemWatcher(Path.Combine(office.Root, ".synqup", "batches")) { NotifyFilter = NotifyFilters.FileName };
        await using var agent = OtherBoot.Run(office.Agent, office.Root + ".boot");
        // Made under another name, and renamed when it is whole.
        manifests.Renamed += (_, _) => agent.Kill();
        manifests.EnableRaisingEvents = true;
        using var limit = new CancellationTokenSource(Patience);
        await agent.WaitForExitAsync(limit.Token);
    }

    private static async Task<IReadOnlyList<string>> QuarantinedAsync(TestOffice office)
    {
        var list = await office.Agent.CommandAsync(["quarantine", "list", "--json"], CancellationToken.None);
        return [.. JsonDocument.Parse(list.Output).RootElement.GetProperty("documents").EnumerateArray().Select(one => one.GetProperty("documentId").GetString()!)];
    }
}
