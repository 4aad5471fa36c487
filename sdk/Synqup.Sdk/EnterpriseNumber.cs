using System.Diagnostics.CodeAnalysis;

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
    /// <param name="problem">What is wrong.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EnterpriseNumber? number, [NotNullWhen(false)] out string? problem) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override string ToString() => Cbe;
}
