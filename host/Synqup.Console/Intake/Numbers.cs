using Synqup.Sdk;

namespace Synqup.Console.Intake;

/// <summary>Numbers of enterprises as documents and people write them.</summary>
internal static class Numbers
{
    /// <summary>A VAT number without blanks and dots; Belgian ones as <c>BE</c> and ten digits.</summary>
    public static string? Vat(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var bare = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character != '.')).ToUpperInvariant();
        return bare.StartsWith("BE", StringComparison.Ordinal) && EnterpriseNumber.TryParse(bare, out var number, out _) ? number.Vat : bare;
    }

    /// <summary>The ten digits of a Belgian number that is right; null for everything else.</summary>
    public static string? Enterprise(string? text) => EnterpriseNumber.TryParse(text, out var number, out _) ? number.Cbe : null;

    /// <summary>The Belgian number that is inside a VAT number.</summary>
    public static string? FromVat(string? vat) => vat is not null && vat.StartsWith("BE", StringComparison.Ordinal) ? Enterprise(vat) : null;
}
