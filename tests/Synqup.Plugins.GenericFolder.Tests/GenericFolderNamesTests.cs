using Synqup.Sdk;
using Synqup.Sdk.Testing;

namespace Synqup.Plugins.GenericFolder.Tests;

internal sealed class GenericFolderNamesTests
{
    // Names of documents that were delivered must not change with a release: they would be delivered beside themselves.
    [Test]
    public void Names_are_the_approved_ones() => Approved.VerifyNames(new GenericFolderPlugin().Create(Settings.Default));

    [TestCase("V01/15000001", "20260314_Café De Zwaan_V01_15000001_d7af0580.xml")]
    [TestCase("018304 / 28865", "20260314_Café De Zwaan_018304 _ 28865_d7af0580.xml")]
    [TestCase("061828591|01/10/2020|0|1.1|0|1", "20260314_Café De Zwaan_061828591_01_10_2020_0_1.1_0_1_d7af0580.xml")]
    [TestCase("NUL", "20260314_Café De Zwaan_NUL_d7af0580.xml")]
    [TestCase("..", "20260314_Café De Zwaan_nonumber_d7af0580.xml")]
    [TestCase(null, "20260314_Café De Zwaan_nonumber_d7af0580.xml")]
    public void Number_becomes_fit_for_a_name(string? number, string expected) =>
        Assert.That(Names(Some.Document(number, id: "0197"), """{ "pdf": "never" }"""), Is.EqualTo(expected));

    [TestCase("always", true, "20260314_Café De Zwaan_V01_15000001_d7af0580.pdf 20260314_Café De Zwaan_V01_15000001_d7af0580.xml")]
    [TestCase("always", false, "20260314_Café De Zwaan_V01_15000001_d7af0580.pdf 20260314_Café De Zwaan_V01_15000001_d7af0580.xml")]
    [TestCase("whenNotEmbedded", true, "20260314_Café De Zwaan_V01_15000001_d7af0580.xml")]
    [TestCase("whenNotEmbedded", false, "20260314_Café De Zwaan_V01_15000001_d7af0580.pdf 20260314_Café De Zwaan_V01_15000001_d7af0580.xml")]
    [TestCase("never", true, "20260314_Café De Zwaan_V01_15000001_d7af0580.xml")]
    [TestCase("never", false, "20260314_Café De Zwaan_V01_15000001_d7af0580.xml")]
    public void Separate_pdf_is_delivered_as_chosen(string choice, bool embedded, string expected) => Assert.That(
        Names(Some.Document(id: "0197", parts: [Some.Ubl, Some.Pdf with { Embedded = embedded }]), $$"""{ "pdf": "{{choice}}" }"""), Is.EqualTo(expected));

    [Test]
    public void Document_with_a_pdf_only_is_delivered_as_pdf([Values("always", "whenNotEmbedded", "never")] string choice) => Assert.That(
        Names(Some.Document(id: "0197", parts: Some.Pdf), $$"""{ "pdf": "{{choice}}" }"""), Is.EqualTo("20260314_Café De Zwaan_V01_15000001_d7af0580.pdf"));

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
        var plan = new GenericFolderPlugin().Create(Settings.Default with { Paths = new() { Statements = PathTemplate.Parse(@"C:\[enterprise_name]") } })
            .Plan(document with { Enterprise = new() { Name = "Café" } });
        Assert.That(plan.Files.Single().Path.ToString(), Is.EqualTo(@"C:\Café\2026.052.20260314.novat_BE68539007547034.d7af0580.cod"));
    }

    [Test]
    public void Other_document_is_delivered_with_what_it_has()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names(Some.Document("Lease", DocumentKind.Other, "0197", Some.Pdf)), Is.EqualTo("20260314_Café De Zwaan_Lease_d7af0580.pdf"));
            Assert.That(Names(Some.Document("Order", DocumentKind.Other, "0197", Some.Ubl)), Is.EqualTo("20260314_Café De Zwaan_Order_d7af0580.xml"));
        }
    }

    [Test]
    public void File_name_can_be_chosen() => Assert.That(
        Names(Some.Document("7", id: "0197"), """{ "fileName": "{kind} {number} {hash8}" }"""), Is.EqualTo("invoice 7 d7af0580.xml"));

    [TestCase("{nmber}_{hash8}", "{number}")]
    [TestCase("{number}", "lacks {hash8}")]
    [TestCase("", "is empty")]
    public void File_name_that_cannot_be_used_is_named_with_its_option(string fileName, string expected) => Assert.That(
        () => new GenericFolderPlugin().Create(Settings.With($$"""{ "fileName": "{{fileName}}" }""")),
        Throws.TypeOf<InvalidSettingsException>().With.Message.Contains("\"fileName\"").And.Message.Contains(expected));

    private static string Names(Document document, string options = "{}")
    {
        var plan = new GenericFolderPlugin().Create(Settings.With(options)).Plan(document);
        return plan.Rejection ?? string.Join(' ', plan.Files.Select(file => file.Path.Name.Value));
    }
}
