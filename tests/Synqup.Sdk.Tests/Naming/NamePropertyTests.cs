using System.Globalization;
using CsCheck;
using Synqup.Sdk.Testing;

namespace Synqup.Sdk.Tests.Naming;

internal sealed class NamePropertyTests
{
    private const int Cases = 3_000;

    private static readonly NameTemplate[] Templates =
    [
        NameTemplate.Parse("{yyyyMMdd}_{party}_{number}_{hash8}"),
        NameTemplate.Parse("efff_{supplierVat}_{yyyyMMdd}_{number}_{hash8}"),
        NameTemplate.Parse("{yyyy}.{statementNumber}.{yyyyMMdd}.{vat}_{account}.{hash8}"),
        NameTemplate.Parse("{number}.{hash8}"),
        NameTemplate.Parse("{hash8}{party}"),
    ];

    private static readonly Gen<NameTemplate> AnyTemplate = Gen.OneOf(Templates);

    private static readonly DeliveryFolder Folder = PathTemplate.Parse(@"C:\Winbooks\Data\[accounting_file_id]\inbound").Expand(Some.Enterprise, IdentifierForm.Vat).Require();

    [Test]
    public void Any_text_makes_a_name_that_is_legal_on_Windows() =>
        Gen.Select(AnyTemplate, AnyText.Any, AnyText.Any).Sample(
            (template, id, text) => WindowsReference.IsLegal(NameOf(template, id, text).WithSuffix(9999).Value), iter: Cases);

    [Test]
    public void Any_text_makes_a_path_within_its_budget() =>
        Gen.Select(AnyTemplate, AnyText.Any, AnyText.Any).Sample(
            (template, id, text) => new DeliveryPath(Folder, NameOf(template, id, text).WithSuffix(9999)).ToString().Length <= 240, iter: Cases);

    [Test]
    public void Equal_text_makes_an_equal_name_in_every_culture() =>
        Gen.Select(AnyTemplate, AnyText.Any, AnyText.Any, Gen.OneOf("tr-TR", "nl-BE", "en-US", "ar-SA", "th-TH")).Sample(
            (template, id, text, culture) =>
            {
                var expected = NameOf(template, id, text).Value;
                var before = CultureInfo.CurrentCulture;
                try
                {
                    CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                    return NameOf(template, new string(id), new string(text)).Value == expected;
                }
                finally
                {
                    CultureInfo.CurrentCulture = before;
                }
            }, iter: Cases);

    [Test]
    public void Names_of_different_documents_differ_without_case_unless_their_hashes_collide() =>
        Gen.Select(AnyTemplate, AnyText.Any, AnyText.Any, AnyText.Any, AnyText.Any).Sample(
            (template, id, otherId, text, otherText) =>
                StableHash.Of(id) == StableHash.Of(otherId)
                || !string.Equals(NameOf(template, id, text).Value, NameOf(template, otherId, otherText).Value, StringComparison.OrdinalIgnoreCase), iter: Cases);

    [Test]
    public void A_legal_name_stays_as_it_is_when_it_is_cleaned_again() =>
        AnyText.Any.Sample(text => NameText.Clean(NameText.Clean(text)) == NameText.Clean(text), iter: Cases);

    [Test]
    public void A_hundred_thousand_characters_take_no_time()
    {
        foreach (var text in HostileText.All.Where(text => text.Length > 50_000).Append(string.Concat(Enumerable.Repeat("\u0323\u0301", 50_000))))
            Assert.That(WindowsReference.IsLegal(NameOf(Templates[0], text, text).Value), Is.True);
    }

    private static FileName NameOf(NameTemplate template, string id, string text) =>
        template.NameFor(HostileText.DocumentOf(text, DocumentKind.Statement) with { Id = id, Number = text }, Folder, ".xml");
}
