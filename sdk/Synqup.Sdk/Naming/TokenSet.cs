using System.Globalization;

namespace Synqup.Sdk;

/// <summary>The tokens that a name template may use.</summary>
public sealed class TokenSet
{
    private TokenSet(IReadOnlyList<NameToken> tokens) => Tokens = tokens;

    /// <summary>What every document offers.</summary>
    public static TokenSet Standard { get; } = new(
    [
        NameToken.Fixed("yyyyMMdd", "the date of issue, or of the statement", "00000000", 8,
            document => document.IssueDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture)),
        NameToken.Fixed("yyyy", "the year of that date, or the one to which a statement's number belongs", "0000", 4,
            document => (document.Statement?.Year ?? document.IssueDate?.Year)?.ToString("0000", CultureInfo.InvariantCulture)),
        NameToken.Fixed("kind", "what the document is: invoice, creditnote, statement or document", "document", 10, document => document.Kind switch
        {
            DocumentKind.PurchaseInvoice or DocumentKind.SalesInvoice => "invoice",
            DocumentKind.PurchaseCreditNote or DocumentKind.SalesCreditNote => "creditnote",
            DocumentKind.Statement => "statement",
            _ => null,
        }),
        NameToken.Fixed("vat", "the customer's VAT number, without blanks and dots", "novat", 16,
            document => EnterpriseIdentifier.Of(document.Enterprise, IdentifierForm.Vat)),
        NameToken.Fixed("supplierVat", "the seller's VAT number, without blanks and dots", "novat", 16, SupplierVat),
        NameToken.Fixed("statementNumber", "the statement's number with three digits", "000", 3,
            document => document.Statement?.Number.ToString("000", CultureInfo.InvariantCulture)),
        NameToken.Fixed("account", "the statement's account as IBAN, or as the bank wrote it", "noaccount", 34, document => document.Statement?.Account),
        NameToken.Fixed("hash8", "eight digits that tell documents with the same number apart", "00000000", 8, document => StableHash.Of(document.Id)),
        NameToken.Free("number", "the document's number", "nonumber", document => document.Number),
        NameToken.Free("party", "the name of the other side: the seller of a purchase, the buyer of a sale, the holder of an account", "noname", OtherParty),
    ]);

    /// <summary>The tokens, in the order in which they are shown to people.</summary>
    public IReadOnlyList<NameToken> Tokens { get; }

    /// <summary>These tokens and one more.</summary>
    /// <param name="token">A token with a name of its own.</param>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public TokenSet With(NameToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Find(token.Name) is null ? new([.. Tokens, token]) : throw new ArgumentException($"There is a token {token} already.", nameof(token));
    }

    internal NameToken? Find(string name) => Tokens.FirstOrDefault(token => token.Name == name);

    // A sale whose seller is not named was sold by the customer himself.
    private static string? SupplierVat(Document document) =>
        EnterpriseIdentifier.VatOf(document.Supplier)
        ?? (document.Kind is DocumentKind.SalesInvoice or DocumentKind.SalesCreditNote ? EnterpriseIdentifier.Of(document.Enterprise, IdentifierForm.Vat) : null);

    private static string? OtherParty(Document document) => document.Kind switch
    {
        DocumentKind.SalesInvoice or DocumentKind.SalesCreditNote => document.Customer?.Name,
        DocumentKind.Statement => document.Statement?.Holder,
        _ => document.Supplier?.Name,
    };
}
