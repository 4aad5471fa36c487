using System.IO.Abstractions;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Console.Content;
using Synqup.Console.Intake;
using Synqup.Console.Tests.Running;

namespace Synqup.Console.Tests.Intake;

internal sealed class UblReaderTests
{
    [Test]
    public async Task Everything_that_a_destination_needs_is_read()
    {
        var facts = await ReadAsync(Some.Ubl("V01/15000001"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(facts.Number, Is.EqualTo("V01/15000001"));
            Assert.That((facts.IssueDate, facts.DueDate), Is.EqualTo((new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31))));
            Assert.That((facts.Currency, facts.Total), Is.EqualTo(("EUR", "121.00")));
            Assert.That(facts.Supplier, Is.EqualTo(new PartyFacts("Leverancier NV", "BE0477472701", "0477472701")));
            Assert.That(facts.Customer, Is.EqualTo(new PartyFacts("Klant BV", "BE0202239951", "0202239951")));
            Assert.That(facts.IsCreditNote, Is.False);
        }
    }

    [TestCase("CreditNote", "381", true)]
    [TestCase("Invoice", "381", true, TestName = "An e-FFF credit note is an Invoice of type 381")]
    [TestCase("Invoice", "389", false, TestName = "A self-billed invoice is an invoice")]
    public async Task Credit_notes_are_told_by_root_and_type(string root, string type, bool creditNote) =>
        Assert.That((await ReadAsync(Some.Ubl(root: root, type: type))).IsCreditNote, Is.EqualTo(creditNote));

    [TestCase("BE 0477.472.701", "BE0477472701", "0477472701")]
    [TestCase("be477472701", "BE0477472701", "0477472701")]
    [TestCase("NL8200.98.395.B.01", "NL820098395B01", null)]
    [TestCase("", null, null)]
    public async Task Numbers_lose_blanks_and_dots(string written, string? vat, string? number) =>
        Assert.That((await ReadAsync(Some.Ubl(supplierVat: written))).Supplier, Is.EqualTo(new PartyFacts("Leverancier NV", vat, number)));

    [Test]
    public async Task The_embedded_pdf_with_the_invoice_number_is_the_document()
    {
        byte[] other = [.. Some.Pdf, 1], wanted = [.. Some.Pdf, 2];
        var file = await ReadFileAsync(Some.Ubl("77", attachments: Some.Attachment([1, 2, 3], mediaType: "image/png") + Some.Attachment(other, "terms") + Some.Attachment(wanted, "77")));

        Assert.That(file.Parts.Select(part => (part.Name, part.MediaType, part.Content.Size, part.EmbeddedIn)).Skip(1), Is.EqualTo(new[]
        {
            ("pdf", "application/pdf", (long)wanted.Length, "ubl"),
            ("attachment-1", "image/png", 3L, "ubl"),
            ("attachment-2", "application/pdf", (long)other.Length, "ubl"),
        }));
    }

    [TestCase("CommercialInvoice", 2)]
    [TestCase("CreditNote", 2)]
    [TestCase("Terms", 1)]
    public async Task Or_the_one_that_is_described_as_the_document_or_the_first(string description, int tag)
    {
        var file = await ReadFileAsync(Some.Ubl(attachments: Some.Attachment([.. Some.Pdf, 1]) + Some.Attachment([.. Some.Pdf, 2], description: description)));
        byte[] expected = [.. Some.Pdf, (byte)tag];

        Assert.That(file.Parts.Single(part => part.Name == "pdf").Content.Sha256, Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(expected))));
    }

    [Test]
    public async Task A_pdf_that_is_none_is_an_attachment()
    {
        var file = await ReadFileAsync(Some.Ubl(attachments: Some.Attachment("<html>"u8.ToArray(), mediaType: "text/html")));

        Assert.That(file.Parts.Skip(1).Select(part => (part.Name, part.MediaType)), Is.EqualTo(new[] { ("attachment-1", "application/octet-stream") }));
    }

    [TestCase("UTF-8", false)]
    [TestCase("utf-16", true)]
    [TestCase("iso-8859-1", false)]
    [TestCase("windows-1252", false)]
    public async Task Encodings_that_the_document_declares_are_read(string name, bool mark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        var text = Encoding.UTF8.GetString(Some.Ubl("café")).Replace("UTF-8", name, StringComparison.Ordinal);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        Assert.That((await ReadAsync(bytes)).Number, Is.EqualTo("café"));
    }

    private static IEnumerable<TestCaseData> Hostile()
    {
        yield return Case("billion laughs", Some.Ubl(head: """<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>"""), "DOCTYPE");
        yield return Case("external entity", Some.Ubl(head: """<!DOCTYPE l SYSTEM "file:///etc/passwd">"""), "DOCTYPE");
        yield return Case("an entity that was never declared", Some.Ubl("&x;"), "not well-formed");
        yield return Case("deep nesting", Some.Ubl(attachments: string.Concat(Enumerable.Repeat("<a>", 100_000))), "nested deeper");
        yield return Case("wrong encoding", Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(Some.Ubl("café"))), "Invalid character");
        yield return Case("unknown encoding", "<?xml version=\"1.0\" encoding=\"klingon\"?><a/>"u8.ToArray(), "klingon");
        yield return Case("broken base64", Some.Ubl(attachments: Some.Attachment(Some.Pdf).Replace("JVBERi0", "JV!ERi0", StringComparison.Ordinal)), "'!' is no character of base64");
        yield return Case("no base64 at all", Some.Ubl(attachments: Some.Attachment([1, 2, 3, 4, 5, 6]).Replace("AQIDBAUG", "not-base64", StringComparison.Ordinal)), "'-' is no character of base64");
        yield return Case("cut base64", Some.Ubl(attachments: Some.Attachment([1, 2, 3, 4, 5, 6]).Replace("AQIDBAUG", "AQIDBAU", StringComparison.Ordinal)), "cut off");
        yield return Case("base64 after its end", Some.Ubl(attachments: Some.Attachment([1]).Replace("AQ==", "AQ==AQ==", StringComparison.Ordinal)), "after its end");
        yield return Case("an attribute without end", Some.Ubl(attachments: $"<a b=\"{new string('>', 200_000)}\"/>"), "markup");
        yield return Case("a name without end", Some.Ubl(attachments: $"<{new string('a', 200_000)}/>"), "markup");
        yield return Case("a section without end", Some.Ubl(attachments: $"<a><![CDATA[{new string('>', 6_000_000)}]]></a>"), "markup");
        yield return Case("names without number", Some.Ubl(attachments: string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<n{i}/>"))), "different names");
        yield return Case("a number without end", Some.Ubl(new string('9', 5_000_000)), "more than 1000 characters");
        yield return Case("cut off", Some.Ubl()[..^20], "not well-formed");
        yield return Case("rubbish after the end", [.. Some.Ubl(), .. "<x/>"u8], "not well-formed");
        yield return Case("another root", "<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>"u8.ToArray(), "'Order'");
        yield return Case("another namespace", "<Invoice/>"u8.ToArray(), "'Invoice'");
        yield return Case("no number", Some.Ubl(""), "cbc:ID");
        yield return Case("no such day", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Some.Ubl()).Replace("2026-03-01", "2026-02-30", StringComparison.Ordinal)), "2026-02-30");

        static TestCaseData Case(string name, byte[] content, string reason) => new TestCaseData(content, reason).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task What_no_invoice_is_is_refused_with_the_reason(byte[] content, string reason)
    {
        await using var console = await RunningConsole.StartAsync();
        using var inbox = console.App.Services.GetRequiredService<ContentStore>().OpenInbox();

        Assert.That(() => UblReader.Read(new MemoryStream(content), inbox), Throws.TypeOf<UnreadableException>().With.Message.Contains(reason));
    }

    private static async Task<UblFacts> ReadAsync(byte[] content) => (await ReadFileAsync(content)).Ubl!;

    private static async Task<ReadFile> ReadFileAsync(byte[] content)
    {
        await using var console = await RunningConsole.StartAsync();
        using var inbox = console.App.Services.GetRequiredService<ContentStore>().OpenInbox();
        var file = inbox.Create();
        file.Write(content);
        file.Complete();
        return new(new("invoice.xml", file), FileFormat.Ubl, UblReader.Read(new FileSystem().File.OpenRead(file.Path), inbox));
    }
}
