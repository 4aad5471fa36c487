namespace Synqup.Sdk;

/// <summary>Writes the number that identifies an enterprise.</summary>
internal static class EnterpriseIdentifier
{
    /// <summary>The number in the wanted form. A VAT number that is not Belgian has one form only: as written, without blanks and dots.</summary>
    public static string? Of(Enterprise enterprise, IdentifierForm form)
    {
        var belgian = EnterpriseNumber.TryParse(enterprise.Vat, out var fromVat, out _) ? fromVat : enterprise.EnterpriseNumber;
        var foreign = fromVat is null ? Compact(enterprise.Vat) : null;
        return form == IdentifierForm.Cbe ? belgian?.Cbe ?? foreign : foreign ?? belgian?.Vat;
    }

    /// <summary>The VAT number of a party of a document in one form; null when it has none.</summary>
    public static string? VatOf(Party? party) => party is null ? null : Of(
        new Enterprise { Name = "", Vat = party.Vat, EnterpriseNumber = party.EnterpriseNumber }, IdentifierForm.Vat);

    private static string? Compact(string? vat)
    {
        var compact = string.Concat((vat ?? "").Where(c => !char.IsWhiteSpace(c) && c != '.'));
        return compact.Length == 0 ? null : compact;
    }
}
