using System.Globalization;
using System.Text;

namespace Synqup.Sdk;

/// <summary>What Windows does not allow in a name, known here because the system that runs this may be another one.</summary>
/// <remarks>https://learn.microsoft.com/windows/win32/fileio/naming-a-file, and what lies behind its last paragraphs.</remarks>
internal static class NameRules
{
    private const string Forbidden = "<>:\"/\\|?*";

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>A colon among them opens an alternate data stream and hides the content.</summary>
    public static bool IsForbidden(Rune rune) => rune.IsAscii && Forbidden.Contains((char)rune.Value);

    /// <summary>What nobody sees in a name and what changes the look of the rest: control, format and bidirectional characters.</summary>
    public static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>
    /// Half a surrogate pair, or a character that this version of Unicode does not know: systems differ in how they normalise it.
    /// </summary>
    public static bool IsBroken(Rune rune) =>
        rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned;

    /// <summary>Names of devices, with any extension: what is written to <c>NUL.tar.gz</c> is gone.</summary>
    public static bool IsDevice(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        return Devices.Contains(stem, StringComparer.OrdinalIgnoreCase) || IsPort(stem);
    }

    /// <summary>Names that the delivery protocol uses in every target folder.</summary>
    public static bool IsReservedForDelivery(string name) =>
        name.Equals(".synqup", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".synqup-part", StringComparison.OrdinalIgnoreCase);

    /// <summary>Which rule a name breaks, to be put after the quoted name; null when it is legal.</summary>
    public static string? ProblemOf(string name)
    {
        if (name.Length == 0)
            return "is empty";
        foreach (var rune in name.EnumerateRunes())
        {
            if (IsForbidden(rune))
                return $"contains {rune}, which Windows forbids (< > : \" / \\ | ? *)";
            if (IsInvisible(rune))
                return $"contains the invisible character U+{rune.Value:X4}";
            if (IsBroken(rune))
                return "contains a broken or unknown character";
        }
        if (name[^1] is '.' or ' ')
            return "ends with a dot or a blank, which Windows drops silently";
        if (IsDevice(name))
            return "is the name of a device on Windows";
        if (IsReservedForDelivery(name))
            return "is a name that Synqup uses itself";
        if (!name.IsNormalized(NormalizationForm.FormC))
            return "is not in Unicode's composed form (NFC)";
        return null;
    }

    // COM1 and LPT1, but also COM¹, and any other character that is read as one digit.
    private static bool IsPort(string stem) =>
        stem.Length == 4
        && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
        && CharUnicodeInfo.GetNumericValue(stem[3]) is >= 0 and <= 9;
}
