using System.Text.Json;
using Synqup.Sdk.Testing;
using DescriptionAttribute = System.ComponentModel.DescriptionAttribute;

namespace Synqup.Sdk.Tests.Options;

internal sealed class DestinationSettingsTests
{
    [Test]
    public void Absent_options_have_their_defaults([Values(null, "null", "{}")] string? json) =>
        Assert.That(Read(json), Is.EqualTo(new SomeOptions()));

    [Test]
    public void Options_are_read() => Assert.That(
        Read("""{ "pdf": "whenNotEmbedded", "days": 3, "label": "x", "on": true }"""),
        Is.EqualTo(new SomeOptions { Pdf = SeparatePdf.WhenNotEmbedded, Days = 3, Label = "x", On = true }));

    [TestCase("""{ "Pdf": "always" }""", "\"Pdf\" is unknown: the known ones are pdf, days, label, on")]
    [TestCase("""{ "pfd": "always" }""", "\"pfd\" is unknown: the known ones are pdf, days, label, on")]
    [TestCase("""{ "pdf": "sometimes" }""", "\"pdf\" cannot be \"sometimes\": allowed is always, whenNotEmbedded, never")]
    [TestCase("""{ "pdf": "Always" }""", "\"pdf\" cannot be \"Always\": allowed is always, whenNotEmbedded, never")]
    [TestCase("""{ "pdf": "always, never" }""", "\"pdf\" cannot be \"always, never\"")]
    [TestCase("""{ "pdf": 1 }""", "\"pdf\" cannot be 1: allowed is always, whenNotEmbedded, never")]
    [TestCase("""{ "pdf": null }""", "\"pdf\" cannot be null: allowed is always, whenNotEmbedded, never")]
    [TestCase("""{ "days": "3" }""", "\"days\" cannot be \"3\": allowed is a whole number")]
    [TestCase("""{ "days": 3.5 }""", "\"days\" cannot be 3.5: allowed is a whole number")]
    [TestCase("""{ "label": null }""", "\"label\" cannot be null: allowed is a text")]
    [TestCase("""{ "label": 1 }""", "\"label\" cannot be 1: allowed is a text")]
    [TestCase("""{ "on": "yes" }""", "\"on\" cannot be \"yes\": allowed is true or false")]
    [TestCase("""{ "on": true, "on": false }""", "\"on\"")]
    [TestCase("[]", "must be a JSON object")]
    [TestCase("\"always\"", "must be a JSON object")]
    public void Mistakes_are_named_with_what_is_allowed(string json, string expected) =>
        Assert.That(() => Read(json), Throws.TypeOf<InvalidSettingsException>().With.Message.Contains(expected));

    [Test]
    public void Package_without_options_says_so() => Assert.That(
        () => new DestinationSettings { Paths = new(), Options = Json("""{ "pdf": "always" }""") }.ReadOptions<NoOptions>(),
        Throws.TypeOf<InvalidSettingsException>().With.Message.Contains("has no options"));

    [Test]
    public void Schema_says_what_can_be_chosen()
    {
        var descriptor = new PluginDescriptor { Key = "x", DisplayName = "X", DefaultPaths = new(), OptionsType = typeof(SomeOptions) };
        var schema = descriptor.OptionsSchema();
        var pdf = schema.GetProperty("properties").GetProperty("pdf");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(schema.GetProperty("additionalProperties").GetBoolean(), Is.False);
            Assert.That(pdf.GetProperty("enum").EnumerateArray().Select(value => value.GetString()), Is.EqualTo(new[] { "always", "whenNotEmbedded", "never" }));
            Assert.That(pdf.GetProperty("default").GetString(), Is.EqualTo("never"));
            Assert.That(pdf.GetProperty("description").GetString(), Does.Contain("beside the data"));
            Assert.That(schema.GetProperty("properties").GetProperty("days").GetProperty("description").GetString(), Is.EqualTo("How many days."));
        }
    }

    [TestCase(DocumentKind.PurchaseInvoice, @"C:\in")]
    [TestCase(DocumentKind.PurchaseCreditNote, @"C:\in")]
    [TestCase(DocumentKind.SalesInvoice, @"C:\out")]
    [TestCase(DocumentKind.SalesCreditNote, @"C:\out")]
    [TestCase(DocumentKind.Statement, @"C:\bank")]
    [TestCase(DocumentKind.Other, @"C:\other")]
    public void Folder_follows_the_kind(DocumentKind kind, string expected)
    {
        var settings = new DestinationSettings
        {
            Paths = new()
            {
                Purchases = PathTemplate.Parse(@"C:\in"),
                Sales = PathTemplate.Parse(@"C:\out"),
                Statements = PathTemplate.Parse(@"C:\bank"),
                Documents = PathTemplate.Parse(@"C:\other"),
            },
        };
        Assert.That(settings.FolderFor(Some.Document(kind: kind)).Require().ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Sales_go_where_purchases_go_when_they_have_no_path() => Assert.That(
        new DestinationSettings { Paths = new() { Purchases = PathTemplate.Parse(@"C:\in") } }.FolderFor(Some.Document(kind: DocumentKind.SalesInvoice)).Require().ToString(),
        Is.EqualTo(@"C:\in"));

    [TestCase(DocumentKind.PurchaseInvoice, "purchase invoices")]
    [TestCase(DocumentKind.SalesCreditNote, "sales invoices")]
    [TestCase(DocumentKind.Statement, "bank statements")]
    [TestCase(DocumentKind.Other, "other documents")]
    public void Kind_without_a_path_is_named_with_where_to_fill_it_in(DocumentKind kind, string expected) => Assert.That(
        new DestinationSettings { Paths = new() }.FolderFor(Some.Document(kind: kind)).Problem, Does.Contain(expected).And.Contain("in the Console"));

    private static SomeOptions Read(string? json) =>
        new DestinationSettings { Paths = new(), Options = json is null ? null : Json(json) }.ReadOptions<SomeOptions>();

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private sealed record SomeOptions
    {
        public SeparatePdf Pdf { get; init; } = SeparatePdf.Never;

        [Description("How many days.")]
        public int Days { get; init; } = 7;

        public string Label { get; init; } = "none";

        public bool On { get; init; }
    }

    private sealed record NoOptions;
}
