using Synqup.Sdk;
using Synqup.Sdk.Testing;

namespace Synqup.Plugins.Adsolut.Tests;

internal sealed class AdsolutNamesTests
{
    // Names of documents that were delivered must not change with a release: they would be delivered beside themselves.
    [Test]
    public void Names_are_the_approved_ones() => Approved.VerifyNames(new AdsolutPlugin().Create(Settings.Default));

    [TestCase("V01/15000001", "efff_BE0477472701_20260314_V01_15000001_d7af0580.xml")]
    [TestCase("018304 / 28865", "efff_BE0477472701_20260314_018304 _ 28865_d7af0580.xml")]
    [TestCase("061828591|01/10/2020|0|1.1|0|1", "efff_BE0477472701_20260314_061828591_01_10_2020_0_1.1_0_1_d7af0580.xml")]
    [TestCase("NUL", "efff_BE0477472701_20260314_NUL_d7af0580.xml")]
    [TestCase("..", "efff_BE0477472701_20260314_nonumber_d7af0580.xml")]
    [TestCase(null, "efff_BE0477472701_20260314_nonumber_d7af0580.xml")]
    public void Number_becomes_fit_for_a_name(string? number, string expected) =>
        Assert.That(Names(Some.Document(number, id: "0197"), """{ "pdf": "never" }"""), Is.EqualTo(expected));

    [TestCase("always", true, "efff_BE0477472701_20260314_V01_15000001_d7af0580.pdf efff_BE0477472701_20260314_V01_15000001_d7af0580.xml")]
    [TestCase("always", false, "efff_BE0477472701_20260314_V01_15000001_d7af0580.pdf efff_BE0477472701_20260314_V01_15000001_d7af0580.xml")]
    [TestCase("whenNotEmbedded", true, "efff_BE0477472701_20260314_V01_15000001_d7af0580.xml")]
    [TestCase("whenNotEmbedded", false, "efff_BE0477472701_20260314_V01_15000001_d7af0580.pdf efff_BE0477472701_20260314_V01_15000001_d7af0580.xml")]
    [TestCase("never", true, "efff_BE0477472701_20260314_V01_15000001_d7af0580.xml")]
    [TestCase("never", false, "efff_BE0477472701_20260314_V01_15000001_d7af0580.xml")]
    public void Separate_pdf_is_delivered_as_chosen(string choice, bool embedded, string expected) => Assert.That(
        Names(Some.Document(id: "0197", parts: [Some.Ubl, Some.Pdf with { Embedded = embedded }]), $$"""{ "pdf": "{{choice}}" }"""), Is.EqualTo(expected));

    [Test]
    public void Document_with_a_pdf_only_is_delivered_as_pdf([Values("always", "whenNotEmbedded", "never")] string choice) => Assert.That(
        Names(Some.Document(id: "0197", parts: Some.Pdf), $$"""{ "pdf": "{{choice}}" }"""), Is.EqualTo("efff_BE0477472701_20260314_V01_15000001_d7af0580.pdf"));

    [TestCase("BE0477472701", "efff_BE0477472701_")]
    [TestCase("FR 40 303.265.045", "efff_FR40303265045_")]
    [TestCase(null, "efff_novat_")]
    public void Name_begins_with_the_number_of_the_seller(string? vat, string expected) =>
        Assert.That(Names(Some.Document() with { Supplier = new() { Name = "Seller", Vat = vat } }), Does.StartWith(expected));

    [Test]
    public void Seller_of_a_sale_is_the_customer_himself_when_the_document_names_none() =>
        Assert.That(Names(Some.Document(kind: DocumentKind.SalesInvoice) with { Supplier = null }), Does.StartWith("efff_BE0202239951_"));

    [TestCase("BE68539007547034", 52, 2026, "2026.052.20260314.BE0202239951_BE68539007547034.d7af0580.cod")]
    [TestCase("NL91 ABNA 0417 1643 00", 1, 2025, "2025.001.20260314.BE0202239951_NL91ABNA0417164300.d7af0580.cod")]
    [TestCase("12/3*4", 7, 2026, "2026.007.20260314.BE0202239951_12_3_4.d7af0580.cod")]
    public void Statement_is_named_by_its_number_and_account(string account, int number, int year, string expected)
    {
        var document = Some.Document("52", DocumentKind.Statement, "0197") with { Statement = new() { Account = account, Number = number, Year = year } };
        Assert.That(Names(document), Is.EqualTo(expected));
    }

    [Test]
    public void Customer_without_a_number_has_statements_too()
    {
        var document = Some.Document("52", DocumentKind.Statement, "0197");
        var plan = new AdsolutPlugin().Create(Settings.Default with { Paths = new() { Statements = PathTemplate.Parse(@"C:\[enterprise_name]") } })
            .Plan(document with { Enterprise = new() { Name = "Café" } });
        Assert.That(plan.Files.Single().Path.ToString(), Is.EqualTo(@"C:\Café\2026.052.20260314.novat_BE68539007547034.d7af0580.cod"));
    }

    [Test]
    public void Other_document_is_delivered_as_pdf_and_never_as_ubl()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names(Some.Document("Lease", DocumentKind.Other, "0197", Some.Ubl, Some.Pdf)), Is.EqualTo("20260314_Lease_d7af0580.pdf"));
            Assert.That(Names(Some.Document("Lease", DocumentKind.Other, "0197", Some.Ubl)), Is.EqualTo("Adsolut takes a document that is neither invoice nor statement as PDF only, and this one has none."));
        }
    }

    private static string Names(Document document, string options = "{}")
    {
        var plan = new AdsolutPlugin().Create(Settings.With(options)).Plan(document);
        return plan.Rejection ?? string.Join(' ', plan.Files.Select(file => file.Path.Name.Value));
    }
}
