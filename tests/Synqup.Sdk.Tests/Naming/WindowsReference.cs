using System.Globalization;
using System.Text;

namespace Synqup.Sdk.Tests.Naming;

/// <summary>What Windows takes as a name, and people can read, written a second time and in another way, so that the rules are not their own judge.</summary>
internal static class WindowsReference
{
    private static readonly string[] Devices =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        .. "0123456789¹²³".SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" }),
    ];

    public static bool IsLegal(string name) =>
        name.Length > 0
        && !"<>:\"/\\|?*".Any(name.Contains)
        && !name.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !name.EndsWith('.') && !name.EndsWith(' ')
        && !Devices.Contains(name.Split('.')[0].TrimEnd().ToUpperInvariant())
        && Encoding.UTF8.GetByteCount(name) <= 255
        && IsWellFormed(name)
        && name.IsNormalized(NormalizationForm.FormC);

    private static bool IsWellFormed(string name)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(name);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
