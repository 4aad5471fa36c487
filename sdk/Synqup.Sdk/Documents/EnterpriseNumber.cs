using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Synqup.Sdk;

/// <summary>A Belgian enterprise number (Crossroads Bank for Enterprises): ten digits whose check digits are right.</summary>
/// <remarks>Rule: the last two digits are 97 minus the first eight modulo 97; the first is 0 or 1. Old numbers have nine digits and get a 0 before.</remarks>
public sealed record EnterpriseNumber
{
    private EnterpriseNumber(string value) => Cbe = value;

    /// <summary>The ten digits: <c>0123456749</c>.</summary>
    public string Cbe { get; }

    /// <summary>The VAT number: <c>BE0123456749</c>.</summary>
    public string Vat => "BE" + Cbe;

    /// <summary>Reads a number with or without <c>BE</c>, blanks and dots.</summary>
    /// <param name="text">What was entered.</param>
    /// <exception cref="FormatException">Says what is wrong: length, first digit or check digits.</exception>
    public static EnterpriseNumber Parse(string text) =>
        TryParse(text, out var number, out var problem) ? number : throw new FormatException(problem);

    /// <summary>Reads a number without throwing.</summary>
    /// <param name="text">What was entered; null and empty are a problem.</param>
    /// <param name="number">The number.</param>
    /// <param name="problem">What is wrong, as a sentence.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EnterpriseNumber? number, [NotNullWhen(false)] out string? problem)
    {
        number = null;
        problem = null;
        var digits = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && c != '.'));
        if (digits.StartsWith("BE", StringComparison.OrdinalIgnoreCase))
            digits = digits[2..];
        if (digits.Length == 0)
            problem = "An enterprise number has ten digits, such as 0123.456.749; nothing was entered.";
        else if (!digits.All(char.IsAsciiDigit))
            problem = $"{Quote.Of(text)} is not an enterprise number: it has ten digits, with or without BE, dots and blanks.";
        else if (digits.Length is not (9 or 10))
            problem = $"{Quote.Of(text)} is not an enterprise number: it has {digits.Length} digits instead of ten.";
        if (problem is not null)
            return false;

        digits = digits.PadLeft(10, '0');
        if (digits[0] is not ('0' or '1'))
            problem = $"{Quote.Of(text)} is not an enterprise number: the first digit must be 0 or 1.";
        else if (97 - int.Parse(digits.AsSpan(0, 8), CultureInfo.InvariantCulture) % 97 != int.Parse(digits.AsSpan(8), CultureInfo.InvariantCulture))
            problem = $"{Quote.Of(text)} is not an enterprise number: its last two digits do not fit the others, so it was probably mistyped.";
        if (problem is not null)
            return false;

        number = new(digits);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Cbe;
}
