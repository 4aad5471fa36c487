using System.Globalization;

namespace Synqup.Demo.Samples;

/// <summary>Numbers whose check digits are right, made from any number: the same in, the same out.</summary>
internal static class BelgianNumbers
{
    /// <summary>An enterprise number, ten digits: 97 minus the first eight modulo 97.</summary>
    public static string Enterprise(int ordinal)
    {
        // Scattered over 0400.000.000 to 0779.999.999, as real ones are.
        var first = 4_000_000 + (int)((uint)ordinal * 2_654_435_761L % 3_800_000);
        return string.Create(CultureInfo.InvariantCulture, $"{first:00000000}{97 - (first % 97):00}");
    }

    /// <summary>A Belgian IBAN: the account's own check digits (modulo 97, 97 for 0) and those of the IBAN.</summary>
    public static string Iban(int ordinal)
    {
        var first = 730_000_0000L + ((uint)ordinal * 40_503L % 9_000_000);
        var check = first % 97 == 0 ? 97 : first % 97;
        var account = string.Create(CultureInfo.InvariantCulture, $"{first:0000000000}{check:00}");
        // B is 11 and E is 14, followed by the check digits 00, behind the account.
        var remainder = decimal.Parse(account + "111400", CultureInfo.InvariantCulture) % 97;
        return string.Create(CultureInfo.InvariantCulture, $"BE{98 - remainder:00}{account}");
    }

    /// <summary>A structured communication as invoices print it, <c>+++123/4567/89012+++</c>.</summary>
    /// <param name="ordinal">At most ten digits.</param>
    public static string StructuredCommunication(long ordinal)
    {
        var check = ordinal % 97 == 0 ? 97 : ordinal % 97;
        var digits = string.Create(CultureInfo.InvariantCulture, $"{ordinal:0000000000}{check:00}");
        return $"+++{digits[..3]}/{digits[3..7]}/{digits[7..]}+++";
    }
}
