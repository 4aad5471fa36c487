namespace Synqup.Sdk;

/// <summary>The folder templates of an accounting package configuration, one per group of document kinds.</summary>
public sealed record DestinationPaths
{
    /// <summary>For purchase invoices and credit notes; null means that they are not delivered.</summary>
    public PathTemplate? Purchases { get; init; }

    /// <summary>For sales invoices and credit notes; null means the same folder as <see cref="Purchases"/>.</summary>
    public PathTemplate? Sales { get; init; }

    /// <summary>For bank statements; null means that they are not delivered.</summary>
    public PathTemplate? Statements { get; init; }

    /// <summary>For every other document; null means that they are not delivered.</summary>
    public PathTemplate? Documents { get; init; }

    /// <summary>The template for a kind of document; null when the configuration does not deliver that kind.</summary>
    /// <param name="kind">The kind.</param>
    public PathTemplate? For(DocumentKind kind) => kind switch
    {
        DocumentKind.PurchaseInvoice or DocumentKind.PurchaseCreditNote => Purchases,
        DocumentKind.SalesInvoice or DocumentKind.SalesCreditNote => Sales ?? Purchases,
        DocumentKind.Statement => Statements,
        _ => Documents,
    };
}
