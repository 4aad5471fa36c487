using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>What became of documents.</summary>
internal sealed class HistoryCommandTests : WithLedger
{
    [Test]
    public async Task History_without_documents_is_empty_and_no_error()
    {
        var answer = await Agent.RunAsync("history", "--customer", "Peeters", "--since", "7d", "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Json.GetProperty("documents").GetArrayLength(), Is.Zero);
    }

    [TestCase("--since", "banana")]
    [TestCase("--limit", "0")]
    public async Task A_value_that_cannot_be_is_the_fault_of_the_command_line_also_without_settings(string option, string value)
    {
        Agent.WriteText("not settings");

        var answer = await Agent.RunAsync("history", option, value);

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Usage), answer.ToString());
        Assert.That(answer.Errors, Does.Contain(option));
    }

    [TestCase(WireDocumentKind.PurchaseInvoice, "Koper")]
    [TestCase(WireDocumentKind.SalesCreditNote, "Verkoper")]
    [TestCase(WireDocumentKind.Statement, "Houder")]
    [TestCase(WireDocumentKind.Other, "e1")]
    public async Task A_customer_that_is_not_linked_any_more_is_called_as_in_the_document(WireDocumentKind kind, string expected)
    {
        await PrepareAsync(
            (ledger, entries) => ledger.WithdrawAsync([.. entries.Select(entry => new Withdrawal(entry.Id, entry.Document.Sequence, "Not shared any more."))], CancellationToken.None),
            change: document => document with { Kind = kind, Supplier = new("Verkoper", null, null), Customer = new("Koper", null, null), Holder = "Houder" });

        var answer = await Agent.RunAsync("history", "--json");

        Assert.That(answer.Json.GetProperty("documents").EnumerateArray().Select(one => one.GetProperty("customer").GetString()), Is.All.EqualTo(expected));
    }

    [Test]
    public async Task A_customer_that_is_not_linked_any_more_is_found_by_the_name_in_the_document()
    {
        await PrepareAsync((_, _) => Task.CompletedTask, change: document => document with { EnterpriseId = document.Id == "document-1" ? "e9" : "e1", Customer = new(document.Id == "document-1" ? "Bakkerij Peeters" : "Janssens", null, null) });

        var answer = await Agent.RunAsync("history", "--customer", "peeters", "--json");

        Assert.That(answer.Json.GetProperty("documents").EnumerateArray().Select(one => one.GetProperty("documentId").GetString()), Is.EqualTo(["document-1"]));
    }

    [Test]
    public async Task Documents_whose_files_were_there_already_say_so()
    {
        await PrepareAsync(async (ledger, entries) =>
        {
            SetRecord[] sets = [.. entries.Take(2).Select(entry => new SetRecord(
                "office", entry.Document, "c1", [new FileRecord(0, "ubl", "", "", "part", $"{entry.Document.Id}.xml", $"/mnt/{entry.Document.Id}.xml", 30, new string('0', 64))]))];
            await ledger.PublishingAsync(new BatchRecord("/mnt", 1, "boot", "v1", DateTimeOffset.UnixEpoch, sets), CancellationToken.None);
            await ledger.SettleAsync(
                [.. sets.Select((set, i) => new SetOutcome("office", set.DocumentId, set.DeliveryNumber, DeliveryState.Delivered, AlreadyThere: i == 1))], CancellationToken.None);
        });

        var history = await Agent.RunAsync("history");
        var json = await Agent.RunAsync("history", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(history.Output, Does.Match(@"/mnt/document-0\.xml *\r?\n").And.Match(@"/mnt/document-1\.xml \(already there, same\s+content\)"));
            Assert.That(
                json.Json.GetProperty("documents").EnumerateArray().ToDictionary(one => one.GetProperty("documentId").GetString()!, one => one.GetProperty("alreadyThere").GetBoolean()),
                Is.EquivalentTo(new Dictionary<string, bool> { ["document-0"] = false, ["document-1"] = true, ["document-2"] = false }));
        }
    }

    [Test]
    public async Task A_statement_is_called_by_its_number_and_account()
    {
        await PrepareAsync((_, _) => Task.CompletedTask, change: document => document with { Number = null, Account = "BE68539007547034", StatementNumber = 17 });

        var answer = await Agent.RunAsync("history");

        Assert.That(answer.Output, Does.Contain("statement 17 of BE68539007547034").And.Not.Contain("document-1"));
    }

    [Test]
    public async Task A_number_neither_moves_the_cursor_nor_forges_a_line_nor_pushes_the_rest_away()
    {
        await PrepareAsync((ledger, entries) => ledger.RejectAsync([new Setback(entries[0].Id, "Not\u202Ethis one.", ReportError: false)], CancellationToken.None), HostileNumber);

        var answer = await Agent.RunAsync("history");
        var json = await Agent.RunAsync("history", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Output, Does.Not.Match("[\u001b\u202e]").And.Not.Match("(?m)^ *FORGED"));
            Assert.That(answer.Output, Does.Contain(@"A\u001b[2J\u000aFORGED 12:00").And.Contain(@"Not\u202ethis one."));
            Assert.That(answer.Output.Split('\n').Max(line => line.Length), Is.LessThan(160), answer.Output);
            Assert.That(json.Json.GetProperty("documents")[0].GetProperty("number").GetString(), Is.EqualTo(HostileNumber));
        }
    }
}
