using System.Globalization;
using System.Text;

namespace Synqup.Core.Health;

/// <summary>
/// Text from outside as people are shown it. What would move the cursor, begin a line, or turn the direction of writing is a visible
/// escape: a document's number cannot forge a line of a log.
/// </summary>
internal static class ShownText
{
    public static string Of(string text)
    {
        var hidden = false;
        foreach (var rune in text.EnumerateRunes())
            hidden |= IsHidden(rune);
        if (!hidden)
            return text;

        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                shown.Append(rune.ToString());
        }
        return shown.ToString();
    }

    /// <summary>Keeps the lines of what has several, such as an error with its stack, and indents all but the first: only a whole one begins at the margin.</summary>
    public static string Lines(string text) => string.Join(Environment.NewLine + "  ", text.ReplaceLineEndings("\n").Split('\n').Select(Of));

    /// <summary>Whether a text would be more than one line of plain characters. What joins the parts of an emoji, or turns the direction of a name, is none of that.</summary>
    public static bool HasLines(string text) => text.EnumerateRunes().Any(IsControl);

    // The joiners of emoji and of some scripts move nothing.
    private static bool IsHidden(Rune rune) => IsControl(rune) || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D));

    private static bool IsControl(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
