using System.Globalization;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Routing;

/// <summary>From the wire to what plugins see.</summary>
internal static class DocumentMapping
{
    public static Document ToDocument(this DocumentDescription description, Enterprise enterprise) => new()
    {
        Id = description.Id,
        Kind = ToKind(description.Kind),
        Enterprise = enterprise,
        Number = description.Number,
        IssueDate = description.IssueDate,
        DueDate = description.DueDate,
        Currency = description.Currency,
        Total = decimal.TryParse(description.Total, NumberStyles.Number, CultureInfo.InvariantCulture, out var total) ? total : null,
        Supplier = ToParty(description.Supplier),
        Customer = ToParty(description.Customer),
        Statement = ToStatement(description),
        Parts = [.. description.Parts.Select(p => new DocumentPart(p.Name, p.MediaType, p.Size) { Embedded = p.EmbeddedIn is not null })],
    };

    public static Enterprise ToEnterprise(this CustomerDescription customer) => new()
    {
        Name = customer.Name,
        Vat = customer.Vat,
        EnterpriseNumber = ToNumber(customer.EnterpriseNumber),
        AccountingFileId = customer.AccountingFileId,
    };

    public static DocumentKind ToKind(WireDocumentKind kind) => kind switch
    {
        WireDocumentKind.PurchaseInvoice => DocumentKind.PurchaseInvoice,
        WireDocumentKind.PurchaseCreditNote => DocumentKind.PurchaseCreditNote,
        WireDocumentKind.SalesInvoice => DocumentKind.SalesInvoice,
        WireDocumentKind.SalesCreditNote => DocumentKind.SalesCreditNote,
        WireDocumentKind.Statement => DocumentKind.Statement,
        _ => DocumentKind.Other,
    };

    public static EnterpriseNumber? ToNumber(string? text) => EnterpriseNumber.TryParse(text, out var number, out _) ? number : null;

    private static Party? ToParty(PartyDescription? party) =>
        party is null ? null : new Party { Name = party.Name, Vat = party.Vat, EnterpriseNumber = ToNumber(party.EnterpriseNumber) };

    private static StatementDetails? ToStatement(DocumentDescription description) =>
        description is { Kind: WireDocumentKind.Statement, Account: { } account, StatementNumber: { } number, Year: { } year }
            ? new StatementDetails { Account = account, Number = number, Year = year, Holder = description.Holder }
            : null;
}
