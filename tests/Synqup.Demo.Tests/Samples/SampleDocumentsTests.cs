using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Synqup.Demo.Samples;
using UglyToad.PdfPig;

namespace Synqup.Demo.Tests.Samples;

internal sealed class SampleDocumentsTests
{
    private static readonly XNamespace Cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private static readonly XNamespace Cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    private static readonly SampleDocuments Documents = new(1, SampleOffice.Customers);

    // Made once: PDFs are the slow part, and documents are immutable.
    private static readonly IReadOnlyList<SampleDocument> All = [.. Enumerable.Range(0, 12 * 11).Select(Documents.Make)];

    private static IEnumerable<(SampleDocument Document, XElement Root)> Ubls =>
        All.Where(document => document.Name.EndsWith(".xml", StringComparison.Ordinal))
            .Select(document => (document, XDocument.Load(new MemoryStream(document.Content)).Root!));

    [Test]
    public void The_same_number_gives_the_same_bytes_whatever_the_culture()
    {
        CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
        var again = Enumerable.Range(0, 11).Select(Documents.Make).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Select(document => document.Content), Is.EqualTo(All.Take(11).Select(document => document.Content)));
            Assert.That(again.Select(document => document.Pdf), Is.EqualTo(All.Take(11).Select(document => document.Pdf)));
        }
    }

    [Test]
    public void Another_seed_gives_other_documents() =>
        Assert.That(new SampleDocuments(2, SampleOffice.Customers).Make(0).Content, Is.Not.EqualTo(Documents.Make(0).Content));

    [Test]
    public void Names_and_contents_never_repeat()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(All.Select(document => document.Name), Is.Unique);
            Assert.That(All.Select(document => Convert.ToHexString(document.Content)), Is.Unique);
        }
    }

    [Test]
    public void Totals_add_up()
    {
        var checkedOnes = 0;
        foreach (var (document, root) in Ubls)
        {
            var lines = root.Elements(Cac + "InvoiceLine").Concat(root.Elements(Cac + "CreditNoteLine")).ToList();
            var subtotals = root.Element(Cac + "TaxTotal")!.Elements(Cac + "TaxSubtotal").ToList();
            var totals = root.Element(Cac + "LegalMonetaryTotal")!;
            var tax = Money(root.Element(Cac + "TaxTotal")!, "TaxAmount");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(lines, Is.Not.Empty);
                Assert.That(lines.Sum(line => Money(line, "LineExtensionAmount")), Is.EqualTo(Money(totals, "LineExtensionAmount")), document.Name);
                Assert.That(subtotals.Sum(rate => Money(rate, "TaxableAmount")), Is.EqualTo(Money(totals, "TaxExclusiveAmount")), document.Name);
                Assert.That(subtotals.Sum(rate => Money(rate, "TaxAmount")), Is.EqualTo(tax), document.Name);
                Assert.That(Money(totals, "PayableAmount"), Is.EqualTo(Money(totals, "TaxExclusiveAmount") + tax), document.Name);
            }

            checkedOnes++;
        }

        Assert.That(checkedOnes, Is.EqualTo(12 * 10));
    }

    [Test]
    public void Every_kind_is_there()
    {
        var types = Ubls.Select(one => one.Root.Element(Cbc + "InvoiceTypeCode")?.Value ?? one.Root.Element(Cbc + "CreditNoteTypeCode")!.Value).ToHashSet();
        var numbers = Ubls.Select(one => one.Root.Element(Cbc + "ID")!.Value).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(types, Is.EquivalentTo(new[] { "380", "381", "389" }));
            Assert.That(numbers, Is.SupersetOf(new[] { "V01/15000001", "018304 / 28865", "061828591|01/10/2020|0|1.1|0|1" }));
            Assert.That(Ubls, Has.Some.Matches<(SampleDocument, XElement Root)>(one => Money(one.Root.Element(Cac + "LegalMonetaryTotal")!, "PayableAmount") < 0));
            Assert.That(Ubls, Has.Some.Matches<(SampleDocument, XElement Root)>(one => !one.Root.Descendants(Cbc + "EmbeddedDocumentBinaryObject").Any()));
            Assert.That(All, Has.Some.Property(nameof(SampleDocument.Pdf)).Not.Null);
            Assert.That(All, Has.Some.Property(nameof(SampleDocument.Name)).EndsWith(".cod"));
        }
    }

    [Test]
    public void The_customer_is_the_buyer_of_a_purchase_and_the_seller_of_a_sale()
    {
        foreach (var (document, root) in Ubls)
        {
            var role = document.Direction == "purchase" ? "AccountingCustomerParty" : "AccountingSupplierParty";
            var party = root.Element(Cac + role)!.Element(Cac + "Party")!;
            var vat = party.Element(Cac + "PartyTaxScheme")?.Element(Cbc + "CompanyID")?.Value;

            using (Assert.EnterMultipleScope())
            {
                Assert.That(vat, Is.EqualTo(document.Customer.Vat), document.Name);
                Assert.That(party.Descendants(Cbc + "RegistrationName").Single().Value, Is.EqualTo(document.Customer.Name), document.Name);
                Assert.That(root.Descendants(Cac + "AccountingSupplierParty").Descendants(Cac + "PartyTaxScheme"), Is.Not.Empty, document.Name);
            }
        }
    }

    [Test]
    public void Every_pdf_opens_and_says_number_parties_and_total()
    {
        var opened = 0;
        foreach (var (document, root) in Ubls)
        {
            var embedded = root.Descendants(Cbc + "EmbeddedDocumentBinaryObject").SingleOrDefault()?.Value;
            if ((embedded is null ? document.Pdf : Convert.FromBase64String(embedded)) is not { } bytes)
                continue;
            using var pdf = PdfDocument.Open(bytes);
            var text = string.Join('\n', pdf.GetPages().Select(page => page.Text));

            using (Assert.EnterMultipleScope())
            {
                Assert.That(text, Does.Contain("Nummer: " + root.Element(Cbc + "ID")!.Value), document.Name);
                foreach (var name in root.Descendants(Cbc + "RegistrationName"))
                    Assert.That(text, Does.Contain(InvoicePdf.Printable(name.Value)), document.Name);
                Assert.That(text, Does.Contain($"Totaal: {root.Descendants(Cbc + "PayableAmount").Single().Value} EUR"), document.Name);
            }

            opened++;
        }

        Assert.That(opened, Is.GreaterThan(50));
    }

    [TestCase(10_000)]
    [TestCase(30 * 1024)]
    [TestCase(200_000)]
    public void Documents_of_a_wished_size_are_about_that_long(int bytes) =>
        Assert.That(Enumerable.Range(0, 20).Select(index => Documents.OfSize(index, bytes).Content.Length), Is.All.InRange(bytes * 0.9, bytes * 1.1));

    [Test]
    public void Statements_are_records_of_128_characters_whose_counts_and_sums_are_right()
    {
        var statements = All.Where(document => document.Name.EndsWith(".cod", StringComparison.Ordinal)).ToList();
        Assert.That(statements, Has.Count.EqualTo(12));
        foreach (var statement in statements)
        {
            var records = Encoding.Latin1.GetString(statement.Content).Split("\r\n");
            Assert.That(records[^1], Is.Empty, "the last record is ended too");
            records = records[..^1];
            var inner = records[1..^1];
            var movements = inner.Where(record => record.StartsWith("21", StringComparison.Ordinal)).ToList();
            var change = movements.Sum(record => Signed(record, 31));

            using (Assert.EnterMultipleScope())
            {
                Assert.That(records, Has.All.Length.EqualTo(128), statement.Name);
                Assert.That(records.Select(record => record[0]).Distinct(), Is.EqualTo("01289"), statement.Name);
                Assert.That(int.Parse(records[^1][16..22], CultureInfo.InvariantCulture), Is.EqualTo(inner.Length), statement.Name);
                Assert.That(Signed(inner[0], 42) + change, Is.EqualTo(Signed(inner[^1], 41)), statement.Name);
                Assert.That(Amount(records[^1][37..52]) - Amount(records[^1][22..37]), Is.EqualTo(change), statement.Name);
                Assert.That(inner[0][5..21], Is.EqualTo(statement.Customer.Iban), statement.Name);
                Assert.That(records[0][71..82].Trim(), Is.EqualTo(statement.Customer.EnterpriseNumber is { } number ? "0" + number : ""), statement.Name);
            }
        }

        static decimal Signed(string record, int at) => (record[at] == '1' ? -1 : 1) * Amount(record.Substring(at + 1, 15));
        static decimal Amount(string digits) => decimal.Parse(digits, CultureInfo.InvariantCulture) / 1000;
    }

    private static decimal Money(XElement parent, string element) => decimal.Parse(parent.Element(Cbc + element)!.Value, CultureInfo.InvariantCulture);
}
