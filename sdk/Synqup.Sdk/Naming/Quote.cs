using System.Text;

namespace Synqup.Sdk;

/// <summary>Shows text from outside in a message: one line, of bearable length, without characters that change the rest.</summary>
internal static class Quote
{
    private const int Length = 100;

    public static string Of(string? text)
    {
        var builder = new StringBuilder("\"");
        foreach (var rune in NameText.Cut(text ?? "", Length).EnumerateRunes())
            builder.Append(NameRules.IsInvisible(rune) ? " " : rune.ToString());
        if (text?.Length > Length)
            builder.Append('…');
        return builder.Append('"').ToString();
    }
}
