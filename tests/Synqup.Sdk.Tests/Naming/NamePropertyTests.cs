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
    public void Values_that_hold_the_other_documents_hash_keep_the_names_apart_too()
    {
        var (here, there) = (StableHash.Of("A"), StableHash.Of("B"));
        string[] values = ["a", "x", here, there, $"a_{here}", $"{here}_a", $"{there}_x", $"x_{there}"];
        string[][] orders = [["party", "number", "hash8"], ["party", "hash8", "number"], ["hash8", "party", "number"], ["number", "hash8", "party"]];
        var templates = orders.Select(order => NameTemplate.TryParse(string.Join('_', order.Select(token => $"{{{token}}}")), null, out var template, out _) ? template : null).OfType<NameTemplate>().ToList();

        Assert.That(templates, Is.Not.Empty);
        foreach (var template in templates)
        {
            var names = (string id) => values.SelectMany(party => values.Select(number => NameOf(template, id, party, number).Value));
            Assert.That(names("A").Intersect(names("B"), StringComparer.OrdinalIgnoreCase), Is.Empty, template.Text);
        }
    }

    [Test]
    public void A_legal_name_stays_as_it_is_when_it_is_cleaned_again() =>
        AnyText.Any.Sample(text => NameText.Clean(NameText.Clean(text)) == NameText.Clean(text), iter: Cases);

    [Test]
    public void Of_a_hundred_thousand_characters_only_the_first_are_read()
    {
        // What is dropped fills what is read, so that the end shows only when all of it was read.
        var text = new string('\u200B', 100_000) + "end";

        Assert.That(NameOf(Templates[0], text, text).Value, Does.Not.Contain("end"));
    }

    private static FileName NameOf(NameTemplate template, string id, string text) => NameOf(template, id, text, text);

    private static FileName NameOf(NameTemplate template, string id, string text, string number) =>
        template.NameFor(HostileText.DocumentOf(text, DocumentKind.Statement) with { Id = id, Number = number }, Folder, ".xml");
}
