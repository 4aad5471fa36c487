namespace Synqup.Sdk.Tests.Documents;

internal sealed class EnterpriseNumberTests
{
    [TestCase("0202239951")]
    [TestCase("BE0202239951")]
    [TestCase("be 0202.239.951")]
    [TestCase("0202.239.951")]
    [TestCase("202239951")]
    [TestCase("BE 202.239.951")]
    [TestCase("\u00a00202\u00a0239\u00a0951\t")]
    public void Every_way_of_writing_gives_the_same_number(string text)
    {
        var number = EnterpriseNumber.Parse(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(number.Cbe, Is.EqualTo("0202239951"));
            Assert.That(number.Vat, Is.EqualTo("BE0202239951"));
            Assert.That(number, Is.EqualTo(EnterpriseNumber.Parse("0202239951")));
        }
    }

    [TestCase("0000000196")]
    [TestCase("0477472701")]
    [TestCase("0403019261")]
    public void Valid_numbers_are_taken(string text) => Assert.That(EnterpriseNumber.TryParse(text, out _, out _), Is.True);

    [TestCase(null, "nothing was entered")]
    [TestCase("", "nothing was entered")]
    [TestCase("BE", "nothing was entered")]
    [TestCase("12345678", "8 digits instead of ten")]
    [TestCase("01234567890", "11 digits instead of ten")]
    [TestCase("FR40303265045", "has ten digits")]
    [TestCase("٠٢٠٢٢٣٩٩٥١", "has ten digits")]
    [TestCase("2202239951", "first digit must be 0 or 1")]
    [TestCase("0202239952", "do not fit")]
    public void Other_text_is_refused_with_what_is_wrong(string? text, string expected)
    {
        var parsed = EnterpriseNumber.TryParse(text, out var number, out var problem);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parsed, Is.False);
            Assert.That(number, Is.Null);
            Assert.That(problem, Does.Contain(expected));
        }
    }

    [Test]
    public void A_single_mistyped_digit_is_always_noticed()
    {
        const string Right = "0477472701";
        var mistyped = Enumerable.Range(0, 10).SelectMany(at => Enumerable.Range(0, 10).Select(digit => Right.Remove(at, 1).Insert(at, $"{digit}")));
        Assert.That(mistyped.Where(text => text != Right && EnterpriseNumber.TryParse(text, out _, out _)), Is.Empty);
    }
}
