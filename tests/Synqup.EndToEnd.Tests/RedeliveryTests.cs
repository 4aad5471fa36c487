using System.Text.Json;
using Synqup.Demo.Programs;

namespace Synqup.EndToEnd.Tests;

/// <summary>Files that were delivered are lost, and a person has them delivered once more.</summary>
internal sealed class RedeliveryTests
{
    private const int Documents = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task What_a_person_asks_for_beside_the_running_agent_comes_once_more_and_once_only()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await InstallAsync(office);
        await using var package = new ImportingPackage(office.Root) { HasPdf = static _ => false };
        await using var agent = office.Agent.Run();
        using var limit = new CancellationTokenSource(Patience);
        await office.UploadAsync(0, Documents);
        await package.SeenAsync(Documents, limit.Token);
        await UntilAcknowledgedAsync(office, agent, Documents);

        var asked = await RedeliverAsync(office, "--since", "1d", "--yes", "--why", "The disk of the accounting package was lost");
        await package.SeenAsync(2 * Documents, limit.Token);
        await UntilAcknowledgedAsync(office, agent, Documents);

        var history = JsonDocument.Parse((await office.Agent.CommandAsync(["history", "--json"], CancellationToken.None)).Output).RootElement.GetProperty("documents").EnumerateArray().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.ExitCode, Is.Zero, asked.Output + asked.Errors);
            Assert.That(Endings(asked), Is.EqualTo(Enumerable.Repeat(("asked", 2L), Documents)));
            Assert.That(package.Imported.GroupBy(file => file.Sha256).Select(same => same.Count()), Is.All.EqualTo(2));
            Assert.That(history.Select(one => (one.GetProperty("deliveryNumber").GetInt64(), one.GetProperty("state").GetString())),
                Is.EqualTo(Enumerable.Repeat((2L, "acknowledged"), Documents).Concat(Enumerable.Repeat((1L, "acknowledged"), Documents))));
            Assert.That(history.Skip(Documents).Select(one => one.GetProperty("decisions")[0]).Select(one => (one.GetProperty("decision").GetString(), one.GetProperty("why").GetString())),
                Is.All.EqualTo(("redeliver", "The disk of the accounting package was lost")));
        }
    }

    [Test]
    public async Task Without_an_agent_it_comes_with_the_next_pass_and_takes_the_place_of_what_waits_for_a_person()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await InstallAsync(office, nameTaken: "quarantine");
        await office.UploadAsync(0, 1);
        Assert.That((await office.Agent.CommandAsync(["sync"], CancellationToken.None)).ExitCode, Is.Zero);
        var name = Path.Combine(office.Root, new DeliveredTree(office.Root).Documents.Single());
        await File.WriteAllTextAsync(name, "another file");
        var id = (await office.Client.DocumentsAsync("forwarded", CancellationToken.None)).Single().Document.Id;

        var (first, again) = (await RedeliverAsync(office, id, "--yes"), await RedeliverAsync(office, id, "--yes"));
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);
        Assert.That(await office.AttentionAsync(), Has.One.Contains("is taken by another file"));
        File.Delete(name);
        var third = await RedeliverAsync(office, id, "--yes");
        (await office.Agent.CommandAsync(["sync"], CancellationToken.None)).OutputOrThrow("synqup sync");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { first, again, third }.SelectMany(Endings), Is.EqualTo(new[] { ("asked", 2L), ("alreadyAsked", 2L), ("asked", 3L) }));
            Assert.That(File.ReadAllText(name), Does.Contain("<Invoice"));
            Assert.That(await office.AttentionAsync(), Is.Empty, "the second delivery needs nobody any more");
            Assert.That((await office.Agent.CommandAsync(["quarantine", "show", id], CancellationToken.None)).Output, Does.Contain("delivery 3").And.Contain("Decided about delivery 1: redeliver by").And.Contain("Decided about delivery 2: redeliver by"));
        }
    }

    [Test]
    public async Task What_the_Console_offers_to_nobody_says_why()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await InstallAsync(office);
        await office.UploadAsync(0, 1);
        (await office.Agent.CommandAsync(["sync"], CancellationToken.None)).OutputOrThrow("synqup sync");
        await office.Client.ShareAsync(false, CancellationToken.None);

        var asked = await RedeliverAsync(office, "--since", "1d", "--yes");

        Assert.That(asked.ExitCode, Is.EqualTo(1), asked.Output);
        Assert.That(Endings(asked), Is.EqualTo(new[] { ("notOffered", 2L) }));
        Assert.That(asked.Output, Does.Contain("does not share documents: the switch 'share' is off."));
    }

    private static async Task InstallAsync(TestOffice office, string? nameTaken = null)
    {
        await office.InstallAgentAsync();
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync(nameTaken);
    }

    private static Task<ProgramResult> RedeliverAsync(TestOffice office, params string[] arguments) => office.Agent.CommandAsync(["redeliver", .. arguments, "--json"], CancellationToken.None);

    private static IEnumerable<(string?, long)> Endings(ProgramResult asked) => JsonDocument.Parse(asked.Output).RootElement.GetProperty("documents").EnumerateArray()
        .Select(one => (one.GetProperty("ending").GetString(), one.GetProperty("next").GetInt64()));

    private static Task UntilAcknowledgedAsync(TestOffice office, ChildProgram agent, int documents) => Until.TrueAsync(
        $"{documents} documents were acknowledged", Patience, async () => (await office.Client.CountAsync(CancellationToken.None)).Acknowledged == documents, () => agent.LastLines);
}
