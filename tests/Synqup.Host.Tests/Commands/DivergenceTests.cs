using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>A root that was restored: what <c>status</c> and <c>check</c> say, and what a person orders.</summary>
internal sealed class DivergenceTests : IAsyncDisposable
{
    private readonly AgentFolder _agent = new();
    private TestPortal? _portal;

    [SetUp]
    public async Task Restore()
    {
        _portal = await TestPortal.StartAsync();
        _portal.Configure(_agent.Root);
        _agent.Write(_portal.Address, TestPortal.Key);
        await _agent.RunAsync("check", "--create-root", _agent.Root);
        await DeliverAndLoseAsync("document-1", "document-2");
    }

    public async ValueTask DisposeAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
        _agent.Dispose();
    }

    [Test]
    public async Task Status_and_check_name_the_documents_and_what_to_say()
    {
        var status = await _agent.RunAsync("status", "--json");
        var check = await _agent.RunAsync("check", "--json");

        var problem = status.Json.GetProperty("problems").EnumerateArray().Single(one => one.GetProperty("code").GetString() == "root.behindLedger");
        var finding = Folders(check).Single(one => !one.GetProperty("ok").GetBoolean());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.GetProperty("message").GetString(), Does.Contain($"2 documents that were delivered in them may be missing there: V01/document-1 for Peeters N.V. ({_agent.Root}/document-1.xml); V01/document-2"));
            Assert.That(problem.GetProperty("remedy").GetString(), Does.Contain("--confirm").And.Contain("--redeliver"));
            Assert.That(check.Code, Is.EqualTo((int)ExitCode.Problems), check.ToString());
            Assert.That(finding.GetProperty("problem").GetString(), Is.EqualTo(problem.GetProperty("message").GetString()));
        }
    }

    [Test]
    public async Task A_person_who_says_that_nothing_is_missing_closes_it_also_beside_an_agent()
    {
        using var running = await DataFolder.TakeAsync(_agent.Data, TimeProvider.System, CancellationToken.None);

        var answer = await _agent.RunAsync("check", "--confirm", _agent.Root, "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(await CodesAsync(), Does.Not.Contain("root.behindLedger"));
        Assert.That(_portal!.Redelivered, Is.Empty);
    }

    [Test]
    public async Task Documents_that_nobody_saw_are_a_warning_with_their_names_until_a_person_closes_it()
    {
        await DeliverAsync(["document-3"], unseen: true);

        var problem = (await _agent.RunAsync("status", "--json")).Json.GetProperty("problems").EnumerateArray().Single(one => one.GetProperty("code").GetString() == "root.unseen");
        await _agent.RunAsync("check", "--confirm", _agent.Root);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.GetProperty("severity").GetString(), Is.EqualTo("warning"));
            Assert.That(problem.GetProperty("message").GetString(), Does.Contain("V01/document-3 for Peeters N.V.").And.Not.Contain("document-1"));
            Assert.That(await CodesAsync(), Does.Not.Contain("root.unseen"));
        }
    }

    [Test]
    public async Task What_a_person_lets_the_Console_deliver_again_is_a_problem_until_it_is_listed()
    {
        var answer = await _agent.RunAsync("check", "--redeliver", _agent.Root);

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Output, Does.Contain("2 of 2 documents are asked for; the problem ends when they are listed"));
        Assert.That(_portal!.Redelivered, Is.EqualTo(new[] { ("document-1", 1L), ("document-2", 1L) }));
        Assert.That(await CodesAsync(), Does.Contain("root.behindLedger"), "the Console may offer them to nobody");

        await ListAgainAsync("document-1", "document-2");
        Assert.That(await CodesAsync(), Does.Not.Contain("root.behindLedger"));
    }

    [Test]
    public async Task A_document_that_the_Console_cannot_deliver_again_holds_up_no_other_and_keeps_the_problem_open()
    {
        _portal!.Removed = "document-1";

        var answer = await _agent.RunAsync("check", "--redeliver", _agent.Root);

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.Contain("1 of 2 documents are asked for; the problem ends when all are listed. V01/document-1: ").And.Contain("--confirm"));
        Assert.That(_portal.Redelivered, Is.EqualTo(new[] { ("document-2", 1L) }));
        Assert.That(await CodesAsync(), Does.Contain("root.behindLedger"));
    }

    [Test]
    public async Task An_order_for_a_root_that_no_configuration_has_any_more_is_done()
    {
        _portal!.Configuration = new([], []);

        var answer = await _agent.RunAsync("check", "--confirm", _agent.Root);

        Assert.That(answer.Code, Is.Zero, answer.ToString());
    }

    private async Task<IReadOnlyList<string?>> CodesAsync() =>
        [.. (await _agent.RunAsync("status", "--json")).Json.GetProperty("problems").EnumerateArray().Select(one => one.GetProperty("code").GetString())];

    private static IEnumerable<JsonElement> Folders(Answer answer) =>
        answer.Json.GetProperty("checks").EnumerateArray().Where(one => one.GetProperty("area").GetString() == "folder");

    private string Connection => Path.Combine(_agent.Data, "connections", "office");

    private Task<DeliveryLedger> OpenLedgerAsync() =>
        DeliveryLedger.OpenAsync(Path.Combine(Connection, "ledger.db"), TimeProvider.System, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);

    private static List<DocumentDescription> Describe(string[] ids, long delivery) =>
        [.. ids.Select((id, i) => new DocumentDescription { Id = id, Sequence = i + 1, DeliveryNumber = delivery, EnterpriseId = "e1", Kind = WireDocumentKind.PurchaseInvoice, Number = "V01/" + id, Parts = [] })];

    private async Task ListAgainAsync(params string[] ids)
    {
        await using var ledger = await OpenLedgerAsync();
        await ledger.RecordPageAsync("office", new DocumentPage(Describe(ids, delivery: 2), 1), full: false, CancellationToken.None);
    }

    /// <summary>What an agent leaves in its ledger when the root does not know the batch any more.</summary>
    private async Task DeliverAndLoseAsync(params string[] ids)
    {
        DataFolder.Create(Connection);
        new Core.Pipeline.ConfigurationCopy(new System.IO.Abstractions.FileSystem(), Connection).Write(_portal!.Configuration);
        await DeliverAsync(ids, unseen: false);
        await using var ledger = await OpenLedgerAsync();
        await ledger.DivergedAsync(new Divergence(_agent.Root, _agent.Root, DivergenceKind.RootIsBehind, 1, 1, TimeProvider.System.GetUtcNow()), CancellationToken.None);
    }

    private async Task DeliverAsync(string[] ids, bool unseen)
    {
        await using var ledger = await OpenLedgerAsync();
        var documents = Describe(ids, delivery: 1);
        var sets = documents.Select(document => new SetRecord(
            "office", document, "c1", [new FileRecord(0, "ubl", "", "", document.Id + ".part", document.Id + ".xml", $"{_agent.Root}/{document.Id}.xml", 3, new string('a', 64))])).ToList();
        await ledger.PublishingAsync(new BatchRecord(_agent.Root, unseen ? 2 : 1, "boot", "1", TimeProvider.System.GetUtcNow(), sets), CancellationToken.None);
        await ledger.SettleAsync([.. documents.Select(document => new SetOutcome("office", document.Id, 1, DeliveryState.Delivered, unseen))], CancellationToken.None);
    }
}
