using Synqup.Sdk.Testing;

namespace Synqup.Sdk.Tests.Naming;

internal sealed class NameTemplateTests
{
    private static readonly DeliveryFolder Short = Folder(@"C:\Data\[accounting_file_id]");

    [TestCase("{yyyyMMdd}_{number}_{hash8}", "20260314_V01_15000001_*.xml")]
    [TestCase("efff_{supplierVat}_{yyyyMMdd}_{number}_{hash8}", "efff_BE0477472701_20260314_V01_15000001_*.xml")]
    [TestCase("{yyyyMMdd}_{party}_{number}_{hash8}", "20260314_Café De Zwaan_V01_15000001_*.xml")]
    [TestCase("{yyyy}-{kind}-{vat}-{hash8}", "2026-invoice-BE0202239951-*.xml")]
    [TestCase("{hash8}", "*.xml")]
    public void Tokens_get_their_values(string template, string expected)
    {
        var document = Some.Document(id: "0197");
        Assert.That(NameTemplate.Parse(template).NameFor(document, Short, ".xml").Value, Is.EqualTo(expected.Replace("*", "d7af0580", StringComparison.Ordinal)));
    }

    [Test]
    public void Statement_has_the_name_that_is_usual_for_coda() => Assert.That(
        NameTemplate.Parse("{yyyy}.{statementNumber}.{yyyyMMdd}.{vat}_{account}.{hash8}").NameFor(Some.Document("52", DocumentKind.Statement, "0197"), Short, ".cod").Value,
        Is.EqualTo("2026.052.20260314.BE0202239951_BE68539007547034.d7af0580.cod"));

    [TestCase("{yyyyMMdd}_{number}_{hash8}", "00000000_nonumber_")]
    [TestCase("efff_{supplierVat}_{party}_{hash8}", "efff_novat_noname_")]
    [TestCase("{yyyy}.{statementNumber}.{account}.{hash8}", "0000.000.noaccount.")]
    public void Tokens_without_a_value_get_their_stand_in(string template, string expected)
    {
        var document = Some.Document(" ") with { IssueDate = null, Supplier = null };
        Assert.That(NameTemplate.Parse(template).NameFor(document, Short, ".xml").Value, Does.StartWith(expected));
    }

    [TestCase("{Number}_{hash8}", "{Number}")]
    [TestCase("{invoice}_{hash8}", "{invoice}")]
    [TestCase("{}_{hash8}", "{}")]
    public void Unknown_token_is_rejected_with_the_known_ones(string template, string expected) => Assert.That(
        () => NameTemplate.Parse(template),
        Throws.TypeOf<FormatException>().With.Message.Contains($"unknown token \"{expected}\"").And.Message.Contains("{number}").And.Message.Contains("{hash8}"));

    [TestCase("", "is empty")]
    [TestCase("{number}", "lacks {hash8}")]
    [TestCase("{party}_{hash8}_{number}", "the first token or the last")]
    [TestCase("{number_{hash8}", "brace")]
    [TestCase("number}_{hash8}", "brace")]
    [TestCase("{hash8}_{", "brace")]
    [TestCase("{number}/{hash8}", "Windows forbids")]
    [TestCase("{hash8}.", "dot or a blank")]
    [TestCase("NUL.{hash8}", "device")]
    [TestCase("{account}{account}{account}_{hash8}", "too long")]
    public void Other_mistakes_are_named(string template, string expected) =>
        Assert.That(() => NameTemplate.Parse(template), Throws.TypeOf<FormatException>().With.Message.Contains(expected));

    [Test]
    public void Only_free_tokens_are_shortened()
    {
        var document = Some.Document(new string('9', 400), id: "0197") with { Supplier = Some.Party with { Name = new string('A', 400) } };
        var name = NameTemplate.Parse("{yyyyMMdd}_{party}_{number}_{hash8}").NameFor(document, Short, ".xml").Value;
        Assert.That(name, Does.Match("^20260314_(A{90,})_9{90,}_d7af0580\\.xml$"));
    }

    [Test]
    public void The_longer_the_folder_the_shorter_the_name()
    {
        var document = Some.Document(new string('9', 400));
        var template = NameTemplate.Parse("{yyyyMMdd}_{number}_{hash8}");
        var longFolder = Folder(@"C:\" + new string('d', 120) + @"\[accounting_file_id]");
        Assert.That(template.NameFor(document, longFolder, ".xml").Value, Has.Length.LessThan(template.NameFor(document, Short, ".xml").Value.Length));
        Assert.That($@"{longFolder}\{template.NameFor(document, longFolder, ".xml").WithSuffix(9999)}", Has.Length.InRange(230, 240));
    }

    [Test]
    public void Files_of_one_document_have_one_base_name_whatever_their_extensions()
    {
        var document = Some.Document(new string('9', 400));
        var names = new[] { ".cod", ".xml", ".7z" }.Select(extension => NameTemplate.Parse("{number}_{hash8}").NameFor(document, Short, extension).Value);
        Assert.That(names.Select(Path.GetFileNameWithoutExtension).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Emoji_are_cut_between_and_never_through()
    {
        for (var length = 100; length < 104; length++)
        {
            var document = Some.Document(new string('x', length) + string.Concat(Enumerable.Repeat("🧾", 100)));
            Assert.That(NameTemplate.Parse("{number}_{hash8}").NameFor(document, Short, ".xml").Value, Does.Contain("🧾").And.Not.Contain("\ufffd"));
        }
    }

    [TestCase("xml")]
    [TestCase(".")]
    [TestCase(".x/y")]
    [TestCase(".longer")]
    [TestCase(null)]
    public void Extension_is_a_dot_and_a_few_letters(string? extension) =>
        Assert.That(() => NameTemplate.Parse("{hash8}").NameFor(Some.Document(), Short, extension!), Throws.ArgumentException);

    [Test]
    public void Plan_of_two_contents_with_one_extension_is_refused() => Assert.That(
        () => NameTemplate.Parse("{hash8}").Plan(Some.Document(), Short, [Some.Pdf, Some.Pdf with { Name = "attachment-1" }]),
        Throws.ArgumentException.With.Message.Contains("same name"));

    [Test]
    public void Own_tokens_can_be_added()
    {
        var tokens = TokenSet.Standard.With(NameToken.Fixed("currency", "the currency", "XXX", 3, document => document.Currency));
        Assert.That(NameTemplate.Parse("{currency}_{hash8}", tokens).NameFor(Some.Document(id: "0197"), Short, ".xml").Value, Is.EqualTo("EUR_d7af0580.xml"));
        Assert.That(() => tokens.With(NameToken.Free("number", "another one", "x", _ => null)), Throws.ArgumentException);
    }

    [Test]
    public void Standard_tokens_have_names_of_their_own_and_say_what_they_mean()
    {
        Assert.That(TokenSet.Standard.Tokens, Is.Not.Empty);
        Assert.That(TokenSet.Standard.Tokens.Select(token => token.Name), Is.Unique);
        Assert.That(TokenSet.Standard.Tokens.Where(token => token.Meaning.Length < 5), Is.Empty);
    }

    private static DeliveryFolder Folder(string template) => PathTemplate.Parse(template).Expand(Some.Enterprise, IdentifierForm.Vat).Require();
}
