namespace Synqup.Sdk;

/// <summary>What a document is, seen from the accountant's customer.</summary>
/// <remarks>
/// Purchase or sale is told by which party the enterprise is, never by the form of the document: a self-billed
/// invoice is a sale of its supplier, and a negative invoice stays an invoice.
/// </remarks>
public enum DocumentKind
{
    /// <summary>An invoice that the enterprise received.</summary>
    PurchaseInvoice,

    /// <summary>A credit note that the enterprise received.</summary>
    PurchaseCreditNote,

    /// <summary>An invoice that the enterprise sent.</summary>
    SalesInvoice,

    /// <summary>A credit note that the enterprise sent.</summary>
    SalesCreditNote,

    /// <summary>A bank statement (CODA).</summary>
    Statement,

    /// <summary>Anything else: a contract, a receipt.</summary>
    Other,
}
