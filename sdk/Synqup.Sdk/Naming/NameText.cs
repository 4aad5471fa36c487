using System.Buffers;
using System.Text;

namespace Synqup.Sdk;

/// <summary>Makes any text fit for a part of a name. Culture-independent, the same on every system.</summary>
internal static class NameText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>
    /// Without characters that Windows forbids (each becomes <c>_</c>), without invisible ones, with single blanks, without dots and
    /// blanks at its ends, composed. Empty when nothing is left.
    /// </summary>
    public static string Clean(string? text)
    {
        text = Cut(text ?? "", NameLimits.Read);
        // Most texts are clean already, and each document passes here several times.
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return TrimEnds(text);

        var builder = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // A control character can be a blank too: a line break between two words.
            if (Rune.IsWhiteSpace(rune))
            {
                if (builder.Length > 0 && builder[^1] != ' ')
                    builder.Append(' ');
            }
            else if (NameRules.IsForbidden(rune) || NameRules.IsBroken(rune))
            {
                builder.Append('_');
            }
            else if (!NameRules.IsInvisible(rune))
            {
                builder.Append(rune.ToString());
            }
        }
        return TrimEnds(builder.ToString().Normalize(NormalizationForm.FormC));
    }

    /// <summary>The same for one whole name: no device, none of Synqup's own names. Empty when nothing is left.</summary>
    public static string ToName(string text)
    {
        var name = TrimEnds(text.Normalize(NormalizationForm.FormC));
        return NameRules.IsDevice(name) || NameRules.IsReservedForDelivery(name) ? "_" + name : name;
    }

    /// <summary>At most so many characters, never half a surrogate pair.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    /// <summary>Without what Windows drops at the end, and what hides a name or indents it at the start.</summary>
    public static string TrimEnds(string text) => text.Trim('.', ' ');
}
