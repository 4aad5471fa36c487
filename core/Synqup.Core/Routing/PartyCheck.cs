using Synqup.Sdk;

namespace Synqup.Core.Routing;

/// <summary>Keeps a document out of somebody else's dossier: the customer's number in the document must be the customer's.</summary>
internal static class PartyCheck
{
    /// <summary>The sentence that says whose document it is; null when it is the customer's, or does not say whose.</summary>
    public static string? Problem(Document document)
    {
        var party = document.Kind switch
        {
            DocumentKind.PurchaseInvoice or DocumentKind.PurchaseCreditNote => document.Customer,
            DocumentKind.SalesInvoice or DocumentKind.SalesCreditNote => document.Supplier,
            _ => null,
        };
        if (party is null)
            return null;

        var enterprise = document.Enterprise;
        if (Difference(party.EnterpriseNumber, party.Vat, enterprise.EnterpriseNumber, enterprise.Vat) is not var (written, expected))
            return null;
        var role = party == document.Customer ? "addressed to" : "sent by";
        return $"The document is {role} {party.Name ?? "a party without a name"} ({written}), but the customer \"{enterprise.Name}\" has number {expected}. "
            + "Correct the number on the customer card in the Console, or move the document to the right customer.";
    }

    /// <summary>The two numbers when they are not one enterprise's; null when they are, or when one of the two has none. The Console warns by the same rule.</summary>
    public static (string Written, string Expected)? Difference(EnterpriseNumber? partyNumber, string? partyVat, EnterpriseNumber? ownNumber, string? ownVat)
    {
        var (written, expected) = partyNumber is { } number && ownNumber is { } own ? (number.Cbe, own.Cbe)
            : Compact(partyVat) is { } theirs && Compact(ownVat) is { } ours ? (theirs, ours)
            // One has only the one kind of number and the other only the other: Belgian ones are comparable all the same.
            : (partyNumber?.Vat ?? Compact(partyVat), ownNumber?.Vat ?? Compact(ownVat));
        return written is null || expected is null || string.Equals(written, expected, StringComparison.OrdinalIgnoreCase) ? null : (written, expected);
    }

    private static string? Compact(string? vat)
    {
        if (string.IsNullOrWhiteSpace(vat))
            return null;
        return EnterpriseNumber.TryParse(vat, out var number, out _) ? number.Vat : vat.Replace(" ", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
    }
}
