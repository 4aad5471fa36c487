using System.Text;
using System.Text.RegularExpressions;

namespace Synqup.EndToEnd.Tests;

/// <summary>What Windows takes as a path, written down once more and from its documentation, so that it does not agree with the product by construction.</summary>
internal static partial class WindowsRules
{
    private const int LongestPath = 240;
    private const int LongestName = 255;

    /// <summary>What is wrong with a path below some root; empty when nothing is.</summary>
    /// <param name="path">With <c>/</c> between the names.</param>
    /// <param name="rootLength">What stands before it, with its separator.</param>
    public static IEnumerable<string> Violations(string path, int rootLength)
    {
        if (rootLength + path.Length > LongestPath)
            yield return $"{path}: {rootLength + path.Length} characters with its root";
        foreach (var name in path.Split('/'))
        {
            if (name.Length == 0 || name is "." or "..")
                yield return $"{path}: '{name}' is no name";
            if (name.IndexOfAny(['<', '>', ':', '"', '\\', '|', '?', '*']) is var at and >= 0)
                yield return $"{path}: '{name[at]}' is forbidden";
            if (name.Any(char.IsControl))
                yield return $"{path}: a control character";
            if (name.Any(IsBidirectionalControl))
                yield return $"{path}: a character that turns the direction of writing";
            if (name.EndsWith('.') || name.EndsWith(' ') || name.StartsWith(' '))
                yield return $"{path}: '{name}' begins or ends with what Windows drops";
            if (Device().IsMatch(name.Split('.')[0].TrimEnd(' ')))
                yield return $"{path}: '{name}' is a device";
            if (Encoding.UTF8.GetByteCount(name) > LongestName)
                yield return $"{path}: '{name}' is too long";
            if (!name.IsNormalized(NormalizationForm.FormC))
                yield return $"{path}: '{name}' is not composed";
        }
    }

    private static bool IsBidirectionalControl(char character) => character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    [GeneratedRegex(@"^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();
}
