using Synqup.Core.Sources.Portal;

namespace Synqup.Host.Commands;

/// <summary>What people call the customer of a document.</summary>
internal static class CustomerNames
{
    /// <summary>The name of a linked customer, else the one that the document itself gives it, else the id.</summary>
    public static string Of(DocumentDescription document, IEnumerable<CustomerDescription> customers) =>
        customers.FirstOrDefault(one => one.EnterpriseId == document.EnterpriseId)?.Name ?? InDocument(document) ?? document.EnterpriseId;

    /// <summary>The name that the document gives the customer; null where it gives none.</summary>
    public static string? InDocument(DocumentDescription document)
    {
        var name = document.Kind switch
        {
            WireDocumentKind.PurchaseInvoice or WireDocumentKind.PurchaseCreditNote => document.Customer?.Name,
            WireDocumentKind.SalesInvoice or WireDocumentKind.SalesCreditNote => document.Supplier?.Name,
            WireDocumentKind.Statement => document.Holder,
            _ => null,
        };
        return string.IsNullOrWhiteSpace(name) ? null : name;
    }
}
