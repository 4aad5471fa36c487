using System.Globalization;
using Synqup.Demo.Samples;

namespace Synqup.Demo.Tests.Samples;

internal sealed class BelgianNumbersTests
{
    [Test]
    public void Enterprise_numbers_have_ten_digits_right_check_digits_and_never_repeat()
    {
        var numbers = Enumerable.Range(0, 20_000).Select(BelgianNumbers.Enterprise).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(numbers, Is.Unique);
            Assert.That(numbers, Has.All.Length.EqualTo(10).And.All.StartsWith("0"));
            Assert.That(numbers.Where(number => !(97 - (long.Parse(number[..8], CultureInfo.InvariantCulture) % 97) == long.Parse(number[8..], CultureInfo.InvariantCulture))), Is.Empty);
        }
    }

    [Test]
    public void Ibans_satisfy_both_of_their_check_digits()
    {
        var ibans = Enumerable.Range(0, 2_000).Select(BelgianNumbers.Iban).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ibans, Is.Unique);
            Assert.That(ibans, Has.All.Length.EqualTo(16));
            Assert.That(ibans.Where(iban => !(decimal.Parse(iban[4..] + "1114" + iban[2..4], CultureInfo.InvariantCulture) % 97 == 1)), Is.Empty);
            Assert.That(ibans.Where(iban => !(long.Parse(iban[4..14], CultureInfo.InvariantCulture) % 97 % 97 == long.Parse(iban[14..], CultureInfo.InvariantCulture) % 97)), Is.Empty);
        }
    }

    [TestCase(1L, "+++000/0000/00101+++")]
    [TestCase(97L, "+++000/0000/09797+++")]
    [TestCase(1_234_567_890L, "+++123/4567/89002+++")]
    public void A_structured_communication_ends_in_its_remainder(long ordinal, string expected) =>
        Assert.That(BelgianNumbers.StructuredCommunication(ordinal), Is.EqualTo(expected));
}
