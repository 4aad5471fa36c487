using System.IO.Abstractions;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>Documents that wait for a person: what the command shows, and what it keeps for the agent.</summary>
internal sealed class QuarantineCommandTests : IDisposable
{
    private readonly AgentFolder _agent = new();

    [SetUp]
    public async Task Quarantine()
    {
        DataFolder.Create(Connection);
        new ConfigurationCopy(new FileSystem(), Connection).Write(new([], [new CustomerDescription("e1", "Peeters N.V.", "BE0477472701", "0477472701", null, "c1", DateTimeOffset.UnixEpoch)]));
        await using var ledger = await OpenLedgerAsync();
        var documents = new[] { Describe("doubtful", "V01/1"), Describe("doubtful-too", "V01/2"), Describe("refused", "V01/3"), Describe("delivered", "V01/4") };
        var entries = (await ledger.RecordPageAsync("office", new DocumentPage(documents, 4), full: false, CancellationToken.None)).New;
        await ledger.PublishingAsync(new BatchRecord(_agent.Root, 12, "boot", "1", TimeProvider.System.GetUtcNow(), [Set(documents[0]), Set(documents[1]), Set(documents[3])]), CancellationToken.None);
        await ledger.SettleAsync([Outcome("doubtful", "Possibly imported."), Outcome("doubtful-too", "Possibly imported."), Outcome("delivered", null)], CancellationToken.None);
        await ledger.RejectAsync([new Setback(entries[2].Id, "Not this one.", ReportError: true)], CancellationToken.None);
    }

    public void Dispose() => _agent.Dispose();

    [Test]
    public async Task The_list_names_what_waits_why_and_what_to_say()
    {
        var (plain, json) = (await _agent.RunAsync("quarantine"), await _agent.RunAsync("quarantine", "list", "--json"));

        var documents = json.Json.GetProperty("documents").EnumerateArray().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((plain.Code, json.Code), Is.EqualTo((0, 0)), plain.ToString());
            Assert.That(plain.Output, Does.StartWith("3 documents wait for a decision of yours").And.Contain("Peeters N.V.").And.Contain("Possibly imported.").And.Contain("synqup quarantine imported ID").And.Contain($"--batch \"{_agent.Root}/12\""));
            Assert.That(Texts(documents, "documentId"), Is.EqualTo(new[] { "doubtful", "doubtful-too", "refused" }));
            Assert.That(Texts(documents, "batch"), Is.EqualTo(new[] { $"{_agent.Root}/12", $"{_agent.Root}/12", null }));
            Assert.That(documents[0].GetProperty("choices").EnumerateArray().Select(one => one.GetProperty("command").GetString()),
                Is.EqualTo(new[] { "synqup quarantine release doubtful", "synqup quarantine imported doubtful", "synqup quarantine drop doubtful" }));
        }
    }

    [TestCase("--number V01/3", "refused")]
    [TestCase("--customer peeters", "doubtful,doubtful-too,refused")]
    [TestCase("--customer Janssens", "")]
    [TestCase("--connection office", "doubtful,doubtful-too,refused")]
    [TestCase("--connection another", "")]
    public async Task A_filter_shows_only_those(string filter, string expected)
    {
        var answer = await _agent.RunAsync(["quarantine", .. filter.Split(' '), "--json"]);

        Assert.That(string.Join(",", Texts(answer.Json.GetProperty("documents").EnumerateArray(), "documentId")), Is.EqualTo(expected));
    }

    [Test]
    public async Task Show_tells_where_the_files_of_one_are_and_which_are_visible()
    {
        Directory.CreateDirectory(_agent.Root);
        await File.WriteAllTextAsync(Path.Combine(_agent.Root, "doubtful.xml"), "x");

        var (plain, json) = (await _agent.RunAsync("quarantine", "show", "v01/1"), await _agent.RunAsync("quarantine", "show", "doubtful-too", "--json"));

        var file = json.Json.GetProperty("documents")[0].GetProperty("files")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plain.Output, Does.Contain($"{_agent.Root}/doubtful.xml (a file is there)").And.Contain(Path.Combine(_agent.Root, ".synqup", "doubtful.part")).And.Contain($"Batch: {_agent.Root}/12"));
            Assert.That((file.GetProperty("path").GetString(), file.GetProperty("visible").GetBoolean()), Is.EqualTo(($"{_agent.Root}/doubtful-too.xml", false)));
        }
    }

    [Test]
    public async Task Without_an_agent_a_decision_is_kept_and_said_to_be_for_the_next_start()
    {
        var answer = await _agent.RunAsync("quarantine", "imported", "doubtful", "--why", "seen in the package");

        var (status, history) = (await _agent.RunAsync("status"), await _agent.RunAsync("history", "--number", "V01/1", "--json"));
        var decision = history.Json.GetProperty("documents")[0].GetProperty("decisions")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.Zero, answer.ToString());
            Assert.That(answer.Output, Does.StartWith("1 decision kept: no agent runs, so it is carried out at its next start"));
            Assert.That(status.Output, Does.Contain("Decided: imported by ").And.Contain("(seen in the package): Not carried out yet.").And.Contain("'synqup quarantine' lists them"));
            Assert.That((decision.GetProperty("decision").GetString(), decision.GetProperty("why").GetString()), Is.EqualTo(("imported", "seen in the package")));
            Assert.That(decision.GetProperty("who").GetString(), Does.Contain(Environment.UserName));
        }
    }

    [TestCase("--batch")]
    [TestCase("--all")]
    public async Task A_decision_about_a_group_leaves_what_was_decided_about_one_of_it(string group)
    {
        await _agent.RunAsync("quarantine", "imported", "doubtful", "--why", "booked");
        var answer = group == "--all" ? await _agent.RunAsync("quarantine", "release", "--all") : await _agent.RunAsync("quarantine", "release", "--batch", $"{_agent.Root}/12");

        await using var ledger = await OpenLedgerAsync();
        var open = await ledger.DecisionsAsync("office", CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.Zero, answer.ToString());
            Assert.That(answer.Output, Does.Contain("1 document is left as decided before").And.Contain("imported by").And.Contain("synqup quarantine release doubtful"));
            Assert.That(open.Single(one => one.Entry.Document.Id == "doubtful").Decision.Kind, Is.EqualTo(DecisionKind.Imported));
            Assert.That(open.Single(one => one.Entry.Document.Id == "doubtful-too").Decision.Kind, Is.EqualTo(DecisionKind.Release));
        }
    }

    [TestCase(Obstacle.None, "imported drop release", "the cause is mended", "told that it is an error")]
    [TestCase(Obstacle.NameTaken, "imported drop release", "the file that has its name is moved away", "told that it is an error")]
    [TestCase(Obstacle.OtherContent, "imported drop redeliver", "", "told that it is an error")]
    [TestCase(Obstacle.AlreadyForwarded, "imported drop redeliver", "", "goes on showing it as forwarded")]
    public async Task Only_what_can_work_is_offered_and_with_what_it_needs_and_does(Obstacle obstacle, string offered, string release, string drop)
    {
        await QuarantineAsync("other", obstacle);

        var (plain, json, list) = (await _agent.RunAsync("quarantine", "show", "other"), await _agent.RunAsync("quarantine", "show", "other", "--json"), await _agent.RunAsync("quarantine"));

        var choices = json.Json.GetProperty("documents")[0].GetProperty("choices").EnumerateArray().ToDictionary(one => one.GetProperty("decision").GetString()!, one => one.GetProperty("when").GetString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(choices.Keys, Is.EquivalentTo(offered.Split(' ')), json.ToString());
            Assert.That(choices.GetValueOrDefault("release") ?? "", Does.Contain(release));
            Assert.That(choices["drop"], Does.Contain(drop));
            Assert.That(plain.Output, offered.Contains("release", StringComparison.Ordinal) ? Does.Contain("quarantine release other") : Does.Not.Contain("quarantine release"));
            Assert.That(list.Output, offered.Contains("release", StringComparison.Ordinal) ? Does.Not.Contain("cannot be released") : Does.Contain("1 of these cannot be released"));
        }
    }

    [TestCase(Obstacle.AlreadyForwarded)]
    [TestCase(Obstacle.OtherContent)]
    public async Task A_release_that_would_change_nothing_is_refused_with_what_to_do_instead(Obstacle obstacle)
    {
        await QuarantineAsync("other", obstacle);

        var answer = await _agent.RunAsync("quarantine", "release", "other");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.Contain("could not be carried out").And.Contain("a release would change nothing. Have the office deliver it again."));
        await using var ledger = await OpenLedgerAsync();
        Assert.That(await ledger.DecisionsAsync("office", CancellationToken.None), Is.Empty);
    }

    [TestCase("delivered", ExitCode.Ok, "done", "1 document is delivered.")]
    [TestCase("quarantined", ExitCode.Problems, "refused", "Not published: Its name is taken still.")]
    [TestCase("put off", ExitCode.Problems, "begun", "Its folder is away.")]
    public async Task A_release_beside_an_agent_is_waited_for_until_the_document_is_settled(string how, ExitCode code, string ending, string sentence)
    {
        using var running = await DataFolder.TakeAsync(_agent.Data, TimeProvider.System, CancellationToken.None);
        await using var ledger = await OpenLedgerAsync();
        var asked = _agent.RunAsync("quarantine", "release", "refused", "--json");
        IReadOnlyList<OpenDecision> open;
        while ((open = await ledger.DecisionsAsync("office", CancellationToken.None)).Count == 0)
            await Task.Yield();
        await ledger.CarryOutAsync(open[0], CancellationToken.None);
        // It is on its way, and nobody knows yet how that ends.
        Assert.That(() => asked.IsCompleted, Is.False.After(700));

        Setback again = new(open[0].Entry.Id, "Its name is taken still.", ReportError: true);
        if (how == "quarantined")
            await ledger.QuarantineAsync([again], CancellationToken.None);
        else if (how == "put off")
            await ledger.DeferAsync([again with { Reason = "Its folder is away." }], CancellationToken.None);
        else
        {
            await ledger.PublishingAsync(new BatchRecord(_agent.Root, 13, "boot", "1", TimeProvider.System.GetUtcNow(), [Set(open[0].Entry.Document)]), CancellationToken.None);
            await ledger.SettleAsync([Outcome("refused", null)], CancellationToken.None);
        }

        var answer = await asked;
        Assert.That(answer.Code, Is.EqualTo((int)code), answer.ToString());
        Assert.That(Texts(answer.Json.GetProperty("documents").EnumerateArray(), "ending"), Is.EqualTo(new[] { ending }));
        Assert.That(answer.Output, Does.Contain(sentence));
    }

    [TestCase("doubtful refused", "doubtful,refused")]
    [TestCase("--batch {root}/12", "doubtful,doubtful-too")]
    [TestCase("--all", "doubtful,doubtful-too,refused")]
    public async Task Beside_an_agent_the_command_says_what_came_of_it(string which, string expected)
    {
        using var running = await DataFolder.TakeAsync(_agent.Data, TimeProvider.System, CancellationToken.None);
        await using var ledger = await OpenLedgerAsync();
        var asked = _agent.RunAsync(["quarantine", "drop", .. which.Replace("{root}", _agent.Root, StringComparison.Ordinal).Split(' '), "--json"]);
        while (!asked.IsCompleted)
        {
            foreach (var open in await ledger.DecisionsAsync("office", CancellationToken.None))
                await ledger.CarryOutAsync(open, CancellationToken.None);
            await ledger.AnsweredAsync(
                "office", [.. (await ledger.OutboxAsync("office", 10, CancellationToken.None)).Select(one => new AcknowledgementResult(one.DocumentId, one.DeliveryNumber, one.Outcome, AcknowledgementStatus.Accepted, null))], CancellationToken.None);
            await Task.Yield();
        }

        var answer = await asked;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.Zero, answer.ToString());
            Assert.That(answer.Json.GetProperty("summary").GetString(), Does.EndWith("carried out at once."));
            Assert.That(string.Join(",", Texts(answer.Json.GetProperty("documents").EnumerateArray(), "documentId")), Is.EqualTo(expected));
            Assert.That(Texts(answer.Json.GetProperty("documents").EnumerateArray(), "ending"), Is.All.EqualTo("done"));
        }
    }

    [Test]
    public async Task A_decision_that_does_not_fit_any_more_ends_with_code_1_and_its_reason()
    {
        using var running = await DataFolder.TakeAsync(_agent.Data, TimeProvider.System, CancellationToken.None);
        await using var ledger = await OpenLedgerAsync();
        var asked = _agent.RunAsync("quarantine", "release", "doubtful");
        IReadOnlyList<OpenDecision> open;
        while ((open = await ledger.DecisionsAsync("office", CancellationToken.None)).Count == 0)
            await Task.Yield();
        await ledger.RefuseAsync(open[0], Obstacle.NothingLeft, "Its file is gone.", CancellationToken.None);

        var answer = await asked;

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.Contain("1 decision could not be carried out").And.Contain("Its file is gone."));
        var show = await _agent.RunAsync("quarantine", "show", "doubtful");
        Assert.That(show.Output, Does.Contain("synqup redeliver doubtful: ").And.Not.Contain("synqup quarantine release"), "what was refused is not offered again");
    }

    [TestCase("release unknown", ExitCode.Problems, "No document unknown waits for a decision.")]
    [TestCase("release delivered", ExitCode.Problems, "No document delivered waits for a decision.")]
    [TestCase("drop doubtful unknown", ExitCode.Problems, "No document unknown waits for a decision.")]
    [TestCase("drop --batch /elsewhere/12", ExitCode.Problems, "No document of a batch /elsewhere/12 waits for a decision.")]
    [TestCase("drop", ExitCode.Usage, "Say of which documents")]
    [TestCase("drop doubtful --all", ExitCode.Usage, "Say of which documents")]
    [TestCase("drop doubtful --why ", ExitCode.Usage, "--why: write the reason")]
    [TestCase("drop doubtful --why \t", ExitCode.Usage, "--why: write the reason")]
    public async Task What_cannot_be_meant_is_said_and_nothing_is_decided(string line, ExitCode code, string sentence)
    {
        var answer = await _agent.RunAsync(["quarantine", .. line.Split(' ')]);

        Assert.That(answer.Code, Is.EqualTo((int)code), answer.ToString());
        Assert.That(answer.Errors, Does.Contain(sentence));
        await using var ledger = await OpenLedgerAsync();
        Assert.That(await ledger.DecisionsAsync("office", CancellationToken.None), Is.Empty);
    }

    [TestCase("show nonsense")]
    [TestCase("release nonsense")]
    [TestCase("drop --batch /elsewhere/12")]
    public async Task A_program_that_asks_for_what_is_not_there_gets_no_documents_and_the_reason(string line)
    {
        var answer = await _agent.RunAsync(["quarantine", .. line.Split(' '), "--json"]);

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Json.GetProperty("documents").GetArrayLength(), Is.Zero);
        Assert.That(answer.Json.GetProperty("summary").GetString(), Does.StartWith("No document"));
    }

    private async Task QuarantineAsync(string id, Obstacle obstacle)
    {
        await using var ledger = await OpenLedgerAsync();
        var entry = (await ledger.RecordPageAsync("office", new DocumentPage([Describe(id, "V02/1")], 5), full: false, CancellationToken.None)).New.Single();
        await ledger.QuarantineAsync([new Setback(entry.Id, "Have the office deliver it again.", ReportError: true, Obstacle: obstacle)], CancellationToken.None);
    }

    private string Connection => Path.Combine(_agent.Data, "connections", "office");

    private Task<DeliveryLedger> OpenLedgerAsync() =>
        DeliveryLedger.OpenAsync(Path.Combine(Connection, "ledger.db"), TimeProvider.System, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);

    private static IEnumerable<string?> Texts(IEnumerable<JsonElement> items, string name) => items.Select(one => one.GetProperty(name).GetString());

    private static DocumentDescription Describe(string id, string number) =>
        new() { Id = id, Sequence = 1, DeliveryNumber = 1, EnterpriseId = "e1", Kind = WireDocumentKind.PurchaseInvoice, Number = number, Parts = [] };

    private SetRecord Set(DocumentDescription document) => new(
        "office", document, "c1", [new FileRecord(0, "ubl", "", "", document.Id + ".part", document.Id + ".xml", $"{_agent.Root}/{document.Id}.xml", 3, new string('a', 64))]);

    private static SetOutcome Outcome(string id, string? reason) => new("office", id, 1, reason is null ? DeliveryState.Delivered : DeliveryState.Quarantined, Reason: reason);
}
