using System.IO.Abstractions;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>Documents that a person wants once more: which they are, what is asked for, and what is kept of it.</summary>
internal sealed class RedeliverCommandTests : WithPortal
{
    private string Folder => Path.Combine(Agent.Data, "connections", "office");

    [SetUp]
    public async Task Deliver()
    {
        await Agent.RunAsync("check", "--create-root", Agent.Root);
        DataFolder.Create(Folder);
        new ConfigurationCopy(new FileSystem(), Folder).Write(Portal.Configuration);
        await using var ledger = await OpenLedgerAsync();
        DocumentDescription[] documents = [Describe("d1", "V01/1", 1), Describe("d2", "V01/2", 2), Describe("d3", "V01/2", 3) with { EnterpriseId = "e2", Customer = new("Café Ça va", null, null) }, Describe("travels", "V01/4", 4)];
        await ledger.RecordPageAsync("office", new DocumentPage(documents, 4), full: false, CancellationToken.None);
        await ledger.PublishingAsync(new BatchRecord(Agent.Root, 7, "boot", "1", TimeProvider.System.GetUtcNow(), [Set(documents[0]), Set(documents[1])]), CancellationToken.None);
        await ledger.PublishingAsync(new BatchRecord(Agent.Root, 8, "boot", "1", TimeProvider.System.GetUtcNow(), [Set(documents[2])]), CancellationToken.None);
        await ledger.SettleAsync([.. documents[..3].Select(one => new SetOutcome("office", one.Id, 1, DeliveryState.Delivered))], CancellationToken.None);
    }

    [TestCase("d1", "d1")]
    [TestCase("d1 V01/4 d1", "d1,travels")]
    [TestCase("--customer peeters", "d1,d2")]
    [TestCase("--customer ça", "d3")]
    [TestCase("--customer BE0477472701 --since 1d", "d1,d2")]
    [TestCase("--since 1d", "d1,d2,d3")]
    [TestCase("--batch {root}/7", "d1,d2")]
    [TestCase("--batch {root}/8 --connection office", "d3")]
    public async Task What_was_said_is_asked_for_and_nothing_else(string which, string expected)
    {
        var (dry, answer) = (await RunAsync(which, "--dry-run", "--json"), await RunAsync(which, "--yes", "--json"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.Zero, answer.ToString());
            Assert.That(Texts(dry, "documentId"), Is.EqualTo(expected));
            Assert.That(Texts(answer, "documentId"), Is.EqualTo(expected));
            Assert.That(Documents(answer).Select(one => (one.GetProperty("ending").GetString(), one.GetProperty("next").GetInt64())), Is.All.EqualTo(("asked", 2L)));
            Assert.That(Portal.Redelivered, Is.EqualTo(expected.Split(',').Select(id => (id, 1L))));
        }
    }

    [Test]
    public async Task What_would_be_asked_for_is_listed_and_nothing_is_asked()
    {
        var answer = await RunAsync("--customer peeters", "--dry-run");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Output, Does.StartWith("2 documents would be asked for.").And.Contain("V01/1").And.Contain("Peeters N.V."));
        Assert.That(Portal.Redelivered, Is.Empty);
        Assert.That(await DecisionsAsync("d1"), Is.Empty);
    }

    [Test]
    public async Task Without_a_terminal_nothing_is_asked_for_unless_a_person_says_so_beforehand()
    {
        var answer = await RunAsync("--since 1d");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Usage), answer.ToString());
        Assert.That(answer.Errors, Does.Contain("3 documents would be asked for").And.Contain("--yes").And.Contain("--dry-run"));
        Assert.That(Portal.Redelivered, Is.Empty);
    }

    [TestCase("n", ExitCode.Problems, 0)]
    [TestCase("y", ExitCode.Ok, 2)]
    [Platform("Linux", Reason = "a terminal of its own is made with script (bsdutils)")]
    public async Task On_a_terminal_a_person_is_asked_first(string said, ExitCode code, int asked)
    {
        var answer = await SynqupProgram.RunOnTerminalAsync(said, "redeliver", "--customer", "peeters", "--settings", Agent.Settings);

        Assert.That(answer.Code, Is.EqualTo((int)code), answer.ToString());
        Assert.That(answer.Output, Does.Contain("Have 2 documents delivered once more?"));
        Assert.That(Portal.Redelivered, Has.Count.EqualTo(asked));
    }

    [Test]
    public async Task Who_asked_when_and_why_stands_in_history_and_quarantine_also_beside_a_running_agent()
    {
        using var running = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);
        await using var ledger = await OpenLedgerAsync();

        var answer = await RunAsync("d1", "--yes", "--why", "deleted by mistake");
        await ledger.RecordPageAsync("office", new DocumentPage([Describe("d1", "V01/1", 5) with { DeliveryNumber = 2 }], 5), full: false, CancellationToken.None);

        var (history, show) = (await Agent.RunAsync("history", "--number", "V01/1"), await Agent.RunAsync("quarantine", "show", "d1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.Zero, answer.ToString());
            Assert.That(answer.Output, Does.StartWith("1 of 1 document is asked for, and travels").And.Contain("office gives it as delivery 2."));
            Assert.That(history.Output, Does.Contain("[redeliver by ").And.Contain(Environment.UserName).And.Contain("(deleted by mistake): office gives it as delivery 2.]"));
            Assert.That(show.Output, Does.Contain("delivery 2, of the connection office").And.Contain("Decided about delivery 1: redeliver by ").And.Contain("(deleted by mistake)"));
        }
    }

    [Test]
    public async Task The_same_again_gives_the_same_delivery_and_says_so()
    {
        await RunAsync("d1", "--yes");

        var (dry, answer) = (await RunAsync("d1", "--dry-run"), await RunAsync("d1", "--yes", "--json"));

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(Documents(answer).Select(one => (one.GetProperty("ending").GetString(), one.GetProperty("next").GetInt64())), Is.EqualTo(new[] { ("alreadyAsked", 2L) }));
        Assert.That(dry.Output, Does.Contain("It was asked for already."));
    }

    [Test]
    public async Task What_the_Console_refuses_or_offers_to_nobody_has_its_reason_and_holds_up_no_other()
    {
        (Portal.Removed, Portal.NotOffered) = ("d1", "d2");

        var answer = await RunAsync("--since 1d", "--yes", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
            Assert.That(Texts(answer, "ending"), Is.EqualTo("refused,notOffered,asked"));
            Assert.That(Documents(answer)[0].GetProperty("result").GetString(), Does.Contain("it was removed there"));
            Assert.That(Documents(answer)[1].GetProperty("result").GetString(), Does.Contain("not offered to this agent").And.Contain("The switch 'share' is off."));
            Assert.That(answer.Json.GetProperty("summary").GetString(), Does.StartWith("1 of 3 documents are asked for"));
        }
    }

    [TestCase(true, ExitCode.PortalUnreachable)]
    [TestCase(false, ExitCode.NotEnrolled)]
    public async Task A_Console_that_does_not_answer_or_does_not_accept_the_agent_is_said_with_how_to_go_on(bool away, ExitCode code)
    {
        if (away)
            await CloseAsync();
        else
            Portal.Refusal = PortalProblemTypes.OtherInstance;

        var answer = await RunAsync("--since 1d", "--yes");

        Assert.That(answer.Code, Is.EqualTo((int)code), answer.ToString());
        Assert.That(answer.Output, Does.Contain("It did not come to 3 of them: ").And.Match("say the same with --until 20..-..-..T..:..:..Z"));
        Assert.That((await DecisionsAsync("d2")).Count, Is.Zero);
    }

    [TestCase("", ExitCode.Usage, "Say which documents")]
    [TestCase("d1 --customer peeters", ExitCode.Usage, "Say which documents")]
    [TestCase("--batch 12", ExitCode.Usage, "--batch 12: write the root folder and the number")]
    [TestCase("--since banana", ExitCode.Usage, "--since banana")]
    [TestCase("d1 --why \t", ExitCode.Usage, "--why: write the reason")]
    [TestCase("nonsense", ExitCode.Problems, "No document nonsense is known here.")]
    [TestCase("V01/2", ExitCode.Problems, "Several documents have the number V01/2: say which by its id, d2 or d3")]
    [TestCase("--customer Janssens", ExitCode.Problems, "No document matches")]
    [TestCase("--until 2020-01-01", ExitCode.Problems, "No document matches")]
    [TestCase("d1 --connection another", ExitCode.Problems, "No document d1 is known here.")]
    public async Task What_cannot_be_meant_is_said_and_nothing_is_asked_for(string which, ExitCode code, string sentence)
    {
        var answer = await RunAsync(which, "--yes");

        Assert.That(answer.Code, Is.EqualTo((int)code), answer.ToString());
        Assert.That(answer.Errors, Does.Contain(sentence));
        Assert.That(Portal.Redelivered, Is.Empty);
    }

    private Task<Answer> RunAsync(string which, params string[] more) =>
        Agent.RunAsync(["redeliver", .. which.Replace("{root}", Agent.Root, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries), .. more]);

    private Task<DeliveryLedger> OpenLedgerAsync() =>
        DeliveryLedger.OpenAsync(Path.Combine(Folder, "ledger.db"), TimeProvider.System, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);

    private async Task<IReadOnlyList<Decision>> DecisionsAsync(string id)
    {
        await using var ledger = await OpenLedgerAsync();
        return (await ledger.Queries.DocumentAsync("office", id, CancellationToken.None))[0].Decisions;
    }

    private static List<JsonElement> Documents(Answer answer) => [.. answer.Json.GetProperty("documents").EnumerateArray()];

    private static string Texts(Answer answer, string name) => string.Join(",", Documents(answer).Select(one => one.GetProperty(name).GetString()));

    private static DocumentDescription Describe(string id, string number, long sequence) =>
        new() { Id = id, Sequence = sequence, DeliveryNumber = 1, EnterpriseId = "e1", Kind = WireDocumentKind.PurchaseInvoice, Number = number, Parts = [] };

    private SetRecord Set(DocumentDescription document) => new(
        "office", document, "c1", [new FileRecord(0, "ubl", "", "", document.Id + ".part", document.Id + ".xml", $"{Agent.Root}/{document.Id}.xml", 3, new string('a', 64))]);
}
