using System.Text;
using Synqup.Console.Intake;

namespace Synqup.Console.Tests.Intake;

internal sealed class CodaReaderTests
{
    [OneTimeSetUp]
    public static void KnowWindows1252() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Test]
    public void The_first_statement_describes_the_file()
    {
        var facts = Read(Some.Coda(number: 16, statements: 3));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(facts with { Warnings = [] }, Is.EqualTo(new CodaFacts("BE68539007547034", 16, new DateOnly(2026, 3, 1), "KLANT BV  CAFÉ", "EUR", "0202239951", 3, facts.Warnings) with { Warnings = [] }));
            Assert.That(facts.Warnings, Is.Empty);
        }
    }

    [TestCase("0539007547034 EUR", "BE68539007547034", TestName = "A Belgian number becomes an IBAN")]
    [TestCase("0000000000158 EUR", "BE56000000000158", TestName = "Check digits of leading zeros")]
    [TestCase("1NL91ABNA0417164300", "NL91ABNA0417164300", TestName = "A foreign number stays as the bank wrote it")]
    [TestCase("2BE68539007547034", "BE68539007547034", TestName = "A Belgian IBAN")]
    [TestCase("3FR7630006000011234567890189", "FR7630006000011234567890189", TestName = "A foreign IBAN")]
    public void Accounts_are_read_by_their_structure(string account, string expected)
    {
        var text = Encoding.Latin1.GetString(Some.Coda()).Replace("0539007547034 EUR", account.PadRight(17), StringComparison.Ordinal);
        // Structure in position 2, account from position 6.
        var record = Some.Line((1, "1" + account[..1] + "016"), (6, account[1..]), (65, "KLANT BV"), (126, "001"));
        text = string.Join("\r\n", text.Split("\r\n").Select(line => line.StartsWith('1') ? record : line));

        Assert.That(Read(Encoding.Latin1.GetBytes(text)).Account, Is.EqualTo(expected));
    }

    [Test]
    public void A_wrong_count_of_records_is_a_warning()
    {
        Assert.That(Read(Some.Coda(counted: 27)).Warnings.Single(), Does.Contain("27").And.Contain("3"));
    }

    [TestCase("\n")]
    [TestCase("\r\n")]
    public void Line_ends_missing_trailing_blanks_and_blank_lines_at_the_end_do_not_matter(string end)
    {
        var lines = Lines().Select(line => line.TrimEnd());

        Assert.That(Read(Encoding.Latin1.GetBytes(string.Join(end, lines) + end + end + "   " + end + "\x1a")).Number, Is.EqualTo(16));
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        var lines = Lines();
        yield return Case("cut off after the movements", lines[..3], "records 8 and 9 are missing");
        yield return Case("cut off before record 9", lines[..4], "record 9 is missing");
        yield return Case("cut off in record 9", [.. lines[..4], lines[4][..12]], "no count of records");
        yield return Case("cut off in record 8", [.. lines[..3], lines[3][..40], lines[4]], "date of the new balance");
        yield return Case("no record 0", lines[1..], "record 0");
        yield return Case("no record 1", [lines[0], .. lines[2..]], "cannot follow record 0");
        yield return Case("no record 8", [.. lines[..3], lines[4]], "cannot follow record 2");
        yield return Case("a line too many", [.. lines, "100/0000/00135"], "after the closing record 9");
        yield return Case("a blank line in the middle", [lines[0], "", .. lines[1..]], "no CODA record");
        yield return Case("a line too long", [lines[0] + "x", .. lines[1..]], "more than 128");
        yield return Case("letters for a number", [lines[0], Some.Line((1, "10XYZ539007547034")), .. lines[2..]], "statement number");
        yield return Case("letters for an account", [lines[0], Some.Line((1, "1001653900754ABCD")), .. lines[2..]], "twelve digits");
        yield return Case("an unknown structure", [lines[0], Some.Line((1, "17016539007547034")), .. lines[2..]], "structure '7'");
        yield return Case("no such day", [.. lines[..3], Some.Line((1, "8"), (58, "310226")), lines[4]], "310226");
        yield return Case("nothing", [], "cut off");

        static TestCaseData Case(string name, IEnumerable<string> content, string reason) => new TestCaseData(string.Join("\r\n", content), reason).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Broken))]
    public void What_no_statement_is_is_refused_with_the_reason(string content, string reason) =>
        Assert.That(() => Read(Encoding.Latin1.GetBytes(content)), Throws.TypeOf<UnreadableException>().With.Message.Contains(reason));

    private static string[] Lines() => Encoding.Latin1.GetString(Some.Coda()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static CodaFacts Read(byte[] content) => CodaReader.Read(new MemoryStream(content));
}
