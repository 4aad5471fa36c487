using System.Text;
using CsCheck;
using Synqup.Sdk.Testing;
using Synqup.Sdk.Tests.Naming;

namespace Synqup.Sdk.Tests.Paths;

internal sealed class PathExpansionTests
{
    [TestCase(@"C:\Winbooks\Data\[accounting_file_id]\inbound", @"C:\Winbooks\Data\PEETERS\inbound")]
    [TestCase(@"D:\Synqup\[enterprise_name]_[enterprise_identifier]\inbound", @"D:\Synqup\Peeters N.V_BE0202239951\inbound")]
    [TestCase(@"C:\[enterprise_name]", @"C:\Peeters N.V")]
    [TestCase(@"\\server\share\[enterprise_identifier]", @"\\server\share\BE0202239951")]
    [TestCase("/srv/[accounting_file_id]/in", "/srv/PEETERS/in")]
    [TestCase("/[accounting_file_id]", "/PEETERS")]
    [TestCase(@"C:\Data", @"C:\Data")]
    public void Variables_become_their_values(string template, string expected) => Assert.That(Expand(template, Some.Enterprise), Is.EqualTo(expected));

    [TestCase("BE0202239951", "0202239951", IdentifierForm.Vat, "BE0202239951")]
    [TestCase("BE0202239951", "0202239951", IdentifierForm.Cbe, "0202239951")]
    [TestCase("be 0202.239.951", null, IdentifierForm.Vat, "BE0202239951")]
    [TestCase("be 0202.239.951", null, IdentifierForm.Cbe, "0202239951")]
    [TestCase(null, "0202239951", IdentifierForm.Vat, "BE0202239951")]
    [TestCase(null, "0202239951", IdentifierForm.Cbe, "0202239951")]
    [TestCase("FR 40 303.265.045", null, IdentifierForm.Vat, "FR40303265045")]
    [TestCase("FR 40 303.265.045", null, IdentifierForm.Cbe, "FR40303265045")]
    [TestCase("FR 40 303.265.045", "0202239951", IdentifierForm.Vat, "FR40303265045")]
    [TestCase("FR 40 303.265.045", "0202239951", IdentifierForm.Cbe, "0202239951")]
    public void Identifier_is_written_as_chosen(string? vat, string? number, IdentifierForm form, string expected)
    {
        var enterprise = Some.Enterprise with { Vat = vat, EnterpriseNumber = number is null ? null : EnterpriseNumber.Parse(number) };
        Assert.That(PathTemplate.Parse(@"C:\[enterprise_identifier]").Expand(enterprise, form).Require().ToString(), Is.EqualTo(@"C:\" + expected));
    }

    [TestCase(@"C:\[accounting_file_id]", "[accounting_file_id]", "accounting file id")]
    [TestCase(@"C:\[enterprise_identifier]", "[enterprise_identifier]", "VAT number")]
    [TestCase(@"C:\x_[enterprise_name]", "[enterprise_name]", "name")]
    public void Variable_without_a_value_is_named_with_where_to_fill_it_in(string template, string variable, string field)
    {
        var result = PathTemplate.Parse(template).Expand(new Enterprise { Name = " " }, IdentifierForm.Vat);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.IsFolder, Is.False);
            Assert.That(result.Problem, Does.Contain(variable).And.Contain($"fill in the {field} on the customer card in the Console"));
        }
    }

    [TestCase("...")]
    [TestCase("\u202e\u200b")]
    [TestCase(" . ")]
    public void Value_that_holds_nothing_for_a_name_is_named(string value) => Assert.That(
        PathTemplate.Parse(@"C:\x_[accounting_file_id]").Expand(Some.Enterprise with { AccountingFileId = value }, IdentifierForm.Vat).Problem,
        Does.Contain("[accounting_file_id]").And.Contain("customer card in the Console"));

    [TestCase(@"..\..\Windows", "_.._Windows")]
    [TestCase(@"C:\Windows", "C__Windows")]
    [TestCase(@"\\server\share", "__server_share")]
    [TestCase("a/b", "a_b")]
    [TestCase("NUL", "_NUL")]
    [TestCase(".synqup", "synqup")]
    [TestCase("[enterprise_name]", "[enterprise_name]")]
    public void Value_stays_one_name(string value, string expected) =>
        Assert.That(Expand(@"C:\[accounting_file_id]\in", Some.Enterprise with { AccountingFileId = value }), Is.EqualTo($@"C:\{expected}\in"));

    [Test]
    public void Text_and_value_together_make_no_device_and_no_folder_of_Synqup()
    {
        Assert.That(Expand(@"C:\CO[accounting_file_id]", Some.Enterprise with { AccountingFileId = "N" }), Is.EqualTo(@"C:\_CON"));
        Assert.That(Expand(@"C:\.syn[accounting_file_id]", Some.Enterprise with { AccountingFileId = "qup" }), Does.Not.Contain(@"\.synqup"));
    }

    [Test]
    public void Long_values_are_cut_and_stay_apart()
    {
        var name = new string('x', 500);
        var (one, other) = (Expand(@"C:\Data\[enterprise_name]_[enterprise_identifier]\in", Some.Enterprise with { Name = name + "1" }),
            Expand(@"C:\Data\[enterprise_name]_[enterprise_identifier]\in", Some.Enterprise with { Name = name + "2" }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one, Does.Match(@"^C:\\Data\\x{55}_[0-9a-f]{8}_BE0202239951\\in$"));
            Assert.That(one, Is.Not.EqualTo(other));
        }
    }

    [Test]
    public void Name_of_64_characters_is_kept_whole() =>
        Assert.That(Expand(@"D:\Synqup\[enterprise_name]", Some.Enterprise with { Name = new string('n', 64) }), Is.EqualTo(@"D:\Synqup\" + new string('n', 64)));

    [Test]
    public void Folders_that_differ_only_in_case_are_equal()
    {
        var template = PathTemplate.Parse(@"C:\[accounting_file_id]");
        var (upper, lower) = (template.Expand(Some.Enterprise, IdentifierForm.Vat).Folder, template.Expand(Some.Enterprise with { AccountingFileId = "peeters" }, IdentifierForm.Vat).Folder);
        Assert.That(upper, Is.EqualTo(lower));
        Assert.That(upper!.GetHashCode(), Is.EqualTo(lower!.GetHashCode()));
    }

    [Test]
    public void Any_values_stay_below_the_root_in_legal_names_within_the_budget()
    {
        var templates = Gen.OneOf(
            @"C:\Data\[accounting_file_id]\inbound", @"C:\[enterprise_name]_[enterprise_identifier]_[accounting_file_id]", "/[enterprise_name]/[accounting_file_id].d",
            @"\\server\share\CO[accounting_file_id]\.[enterprise_name]", @"C:\日本語日本語日本語日本語日本語日本語[enterprise_name]\[enterprise_name]\[enterprise_name]");
        var expanded = 0;
        Gen.Select(templates, AnyText.Any, AnyText.Any, AnyText.Any).Sample((text, name, vat, dossier) =>
        {
            var template = PathTemplate.Parse(text);
            var result = template.Expand(new Enterprise { Name = name, Vat = vat, AccountingFileId = dossier }, IdentifierForm.Cbe);
            if (result.Folder is not { } folder)
                return result.Problem!.Contains('[', StringComparison.Ordinal);
            Interlocked.Increment(ref expanded);
            return folder.Root == template.Root
                && folder.ToString().StartsWith(template.Root, StringComparison.Ordinal)
                && folder.ToString().Length <= 144
                && folder.Segments.All(segment => WindowsReference.IsLegal(segment) && !segment.Equals(".synqup", StringComparison.OrdinalIgnoreCase));
        }, iter: 3_000);
        Assert.That(expanded, Is.GreaterThan(500));
    }

    [Test]
    public void Different_long_values_make_different_folders() => Gen.Select(AnyText.Any, Gen.Int[0, 1000], Gen.Int[0, 1000]).Sample((text, one, other) =>
    {
        var name = new string('n', 300) + text;
        return one == other || !PathTemplate.Parse(@"C:\[enterprise_name]").Expand(new Enterprise { Name = name + one }, IdentifierForm.Vat).Require()
            .Equals(PathTemplate.Parse(@"C:\[enterprise_name]").Expand(new Enterprise { Name = name + other }, IdentifierForm.Vat).Require());
    }, iter: 500);

    private static string Expand(string template, Enterprise enterprise) =>
        PathTemplate.Parse(template).Expand(enterprise, IdentifierForm.Vat).Require().ToString().Normalize(NormalizationForm.FormC);

    [Test]
    public void A_long_name_makes_one_dossier_folder_whatever_follows_it()
    {
        var enterprise = new Enterprise { Name = string.Concat(Enumerable.Repeat("Gebroeders Van Nieuwenhuyse ", 5)) };

        var dossiers = new[] { "in", "outbound", "a longer name for bank statements" }
            .Select(last => PathTemplate.Parse($@"C:\Import\[enterprise_name]\{last}").Expand(enterprise, IdentifierForm.Vat).Folder!.Segments[0]);

        Assert.That(dossiers.Distinct().Count(), Is.EqualTo(1));
    }
}
