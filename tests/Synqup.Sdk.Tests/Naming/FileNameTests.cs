using System.Globalization;

namespace Synqup.Sdk.Tests.Naming;

internal sealed class FileNameTests
{
    [TestCase("20260314_V01_15000001_a1b2c3d4.xml")]
    [TestCase("Peeters N.V.pdf")]
    [TestCase("Café 日本語 🧾.pdf")]
    [TestCase("console.txt")]
    [TestCase("com.txt")]
    [TestCase("COM10.txt")]
    [TestCase("_NUL.tar.gz")]
    [TestCase(".config")]
    public void Legal_names_are_taken_as_they_are(string name) => Assert.That(FileName.Parse(name).Value, Is.EqualTo(name));

    [TestCase("a<b")]
    [TestCase("a>b")]
    [TestCase("a:b")]
    [TestCase("a\"b")]
    [TestCase("a/b")]
    [TestCase("a\\b")]
    [TestCase("a|b")]
    [TestCase("a?b")]
    [TestCase("a*b")]
    public void Forbidden_characters_are_refused(string name) =>
        Assert.That(() => FileName.Parse(name), Throws.TypeOf<FormatException>().With.Message.Contains("Windows forbids"));

    [TestCase("a\0b")]
    [TestCase("a\u001fb")]
    [TestCase("a\u007fb")]
    [TestCase("a\u202eb")]
    [TestCase("a\u200bb")]
    [TestCase("\ufeffa")]
    [TestCase("a\u2028b")]
    public void Invisible_characters_are_refused_by_their_code(string name) =>
        Assert.That(() => FileName.Parse(name), Throws.TypeOf<FormatException>().With.Message.Contains("U+"));

    [TestCase("CON")]
    [TestCase("prn")]
    [TestCase("Aux.txt")]
    [TestCase("NUL.tar.gz")]
    [TestCase("nul .txt")]
    [TestCase("com0")]
    [TestCase("COM9.xml")]
    [TestCase("COM¹")]
    [TestCase("lpt².x")]
    [TestCase("LPT³")]
    [TestCase("COM１")]
    [TestCase("conin$")]
    [TestCase("CONOUT$.txt")]
    public void Devices_are_refused_with_any_case_and_extension(string name) =>
        Assert.That(() => FileName.Parse(name), Throws.TypeOf<FormatException>().With.Message.Contains("device"));

    [Test]
    public void Devices_are_known_to_Turkish_machines()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.That(() => FileName.Parse("conin$.xml"), Throws.TypeOf<FormatException>());
            Assert.That(FileName.Parse("INVOICE.XML"), Is.EqualTo(FileName.Parse("invoice.xml")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase("", "empty")]
    [TestCase("a.", "dot or a blank")]
    [TestCase("a ", "dot or a blank")]
    [TestCase("..", "dot or a blank")]
    [TestCase("e\u0301", "NFC")]
    [TestCase(".Synqup", "Synqup uses itself")]
    [TestCase("x.synqup-part", "Synqup uses itself")]
    public void Other_rules_are_named(string name, string expected) =>
        Assert.That(() => FileName.Parse(name), Throws.TypeOf<FormatException>().With.Message.Contains(expected));

    // Not test cases: a lone surrogate does not survive the way to the runner.
    [Test]
    public void Half_a_character_is_refused()
    {
        Assert.That(() => FileName.Parse("a\ud800"), Throws.TypeOf<FormatException>().With.Message.Contains("broken"));
        Assert.That(() => FileName.Parse("\udc00a"), Throws.TypeOf<FormatException>().With.Message.Contains("broken"));
    }

    [Test]
    public void Length_counts_bytes_and_leaves_room_for_a_number()
    {
        Assert.That(FileName.Parse(new string('é', 125)).WithSuffix(9999).Value, Has.Length.EqualTo(130));
        Assert.That(() => FileName.Parse(new string('é', 125) + "x"), Throws.TypeOf<FormatException>().With.Message.Contains("250 bytes"));
    }

    [TestCase("name.xml", 2, "name_2.xml")]
    [TestCase("2026.052.a1b2c3d4.cod", 10, "2026.052.a1b2c3d4_10.cod")]
    [TestCase("name", 9999, "name_9999")]
    [TestCase(".config", 2, ".config_2")]
    public void Suffix_stands_before_the_extension(string name, int number, string expected) =>
        Assert.That(FileName.Parse(name).WithSuffix(number).Value, Is.EqualTo(expected));

    [TestCase("a.pdf a.xml a.done", "a_2.pdf a_2.xml a_2.done")]
    [TestCase("2026.1.cod 2026.1.cod.done", "2026.1_2.cod 2026.1_2.cod.done")]
    [TestCase("inv7.xml ready-inv7.xml.trg", "inv7_2.xml ready-inv7_2.xml.trg")]
    [TestCase("a.xml a-done", "a_2.xml a_2-done")]
    [TestCase("a.pdf other.xml", "a_2.pdf other_2.xml")]
    public void Files_of_a_document_get_one_number_where_they_still_belong_together(string names, string expected) =>
        Assert.That(string.Join(' ', FileName.WithSuffix([.. names.Split(' ').Select(FileName.Parse)], 2)), Is.EqualTo(expected));

    [Test]
    public void Suffix_replaces_the_one_before_it() =>
        Assert.That(FileName.Parse("name.xml").WithSuffix(2).WithSuffix(3).Value, Is.EqualTo("name_3.xml"));

    [TestCase(1)]
    [TestCase(10_000)]
    public void Suffix_outside_its_range_is_refused(int number) =>
        Assert.That(() => FileName.Parse("a").WithSuffix(number), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Names_that_differ_only_in_case_are_equal()
    {
        var (upper, lower) = (FileName.Parse("É.XML"), FileName.Parse("é.xml"));
        Assert.That(upper, Is.EqualTo(lower));
        Assert.That(upper.GetHashCode(), Is.EqualTo(lower.GetHashCode()));
    }
}
