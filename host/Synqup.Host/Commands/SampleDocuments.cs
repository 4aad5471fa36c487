using Synqup.Core.Sources.Portal;

namespace Synqup.Host.Commands;

/// <summary>Documents as a preview shows them: one of each kind, for a customer or a made-up one.</summary>
internal static class SampleDocuments
{
    private const string NoHash = "0000000000000000000000000000000000000000000000000000000000000000";
    private static readonly DateOnly Issued = new(2026, 1, 31);
    private static readonly PartyDescription Other = new("Leverancier NV", "BE0202239951", "0202239951");

    public static CustomerDescription Customer(string configurationId) =>
        new("sample", "Voorbeeld BV", "BE0477472701", "0477472701", "VOORBEELD", configurationId, DateTimeOffset.UnixEpoch);

    public static IEnumerable<DocumentDescription> For(CustomerDescription customer)
    {
        var own = new PartyDescription(customer.Name, customer.Vat, customer.EnterpriseNumber);
        yield return Invoice(customer, WireDocumentKind.PurchaseInvoice, "2026/00017") with { Supplier = Other, Customer = own };
        yield return Invoice(customer, WireDocumentKind.SalesInvoice, "V01/15000001") with { Supplier = own, Customer = Other };
        yield return Empty(customer, WireDocumentKind.Statement, [Part("coda", "text/plain")]) with { Account = "BE68539007547034", StatementNumber = 17, Year = Issued.Year, Holder = customer.Name };
        yield return Empty(customer, WireDocumentKind.Other, [Part("pdf", "application/pdf")]) with { Number = "Contract" };
    }

    private static DocumentDescription Invoice(CustomerDescription customer, WireDocumentKind kind, string number) =>
        Empty(customer, kind, [Part("ubl", "application/xml"), Part("pdf", "application/pdf") with { EmbeddedIn = "ubl" }]) with { Number = number, Currency = "EUR", Total = "1210.00" };

    private static DocumentDescription Empty(CustomerDescription customer, WireDocumentKind kind, PartDescription[] parts) => new()
    {
        Id = $"sample-{kind}",
        Sequence = 1,
        DeliveryNumber = 1,
        EnterpriseId = customer.EnterpriseId,
        Kind = kind,
        IssueDate = Issued,
        Parts = parts,
    };

    private static PartDescription Part(string name, string mediaType) => new(name, mediaType, 1, NoHash);
}
