namespace Synqup.Sdk.Testing;

/// <summary>Realistic documents: name what a test is about, the rest is filled in.</summary>
public static class Some
{
    /// <summary>A customer of an accountant, with everything filled in: <c>Peeters N.V.</c>, <c>BE0202239951</c>, dossier <c>PEETERS</c>.</summary>
    public static Enterprise Enterprise { get; } = new()
    {
        Name = "Peeters N.V.",
        Vat = "BE0202239951",
        EnterpriseNumber = EnterpriseNumber.Parse("0202239951"),
        AccountingFileId = "PEETERS",
    };

    /// <summary>A company that trades with <see cref="Enterprise"/>: <c>Café De Zwaan</c>, <c>BE0477472701</c>.</summary>
    public static Party Party { get; } = new()
    {
        Name = "Café De Zwaan",
        Vat = "BE0477472701",
        EnterpriseNumber = EnterpriseNumber.Parse("0477472701"),
    };

    /// <summary><see cref="Enterprise"/> as a document names it.</summary>
    public static Party Self { get; } = new() { Name = Enterprise.Name, Vat = Enterprise.Vat, EnterpriseNumber = Enterprise.EnterpriseNumber };

    /// <summary>An invoice, or whatever kind is named: as UBL with its PDF embedded and beside it.</summary>
    /// <param name="number">The document's number.</param>
    /// <param name="kind">Its kind; who is the seller follows from it.</param>
    /// <param name="id">The source's identifier; made from the kind and the number when it is not given.</param>
    /// <param name="parts">Its contents; by default those of its kind.</param>
    public static Document Document(
        string? number = "V01/15000001", DocumentKind kind = DocumentKind.PurchaseInvoice, string? id = null, params IReadOnlyList<DocumentPart> parts)
    {
        var isSale = kind is DocumentKind.SalesInvoice or DocumentKind.SalesCreditNote;
        var isStatement = kind == DocumentKind.Statement;
        return new()
        {
            Id = id ?? $"{kind} {number}",
            Kind = kind,
            Enterprise = Enterprise,
            Number = number,
            IssueDate = new(2026, 3, 14),
            DueDate = isStatement ? null : new(2026, 4, 13),
            Currency = "EUR",
            Total = 1210.00m,
            Supplier = isStatement ? null : isSale ? Self : Party,
            Customer = isStatement ? null : isSale ? Party : Self,
            Statement = isStatement ? new() { Account = "BE68539007547034", Number = 52, Year = 2026, Holder = Enterprise.Name } : null,
            Parts = parts.Count > 0 ? parts : kind switch
            {
                DocumentKind.Statement => [Coda],
                DocumentKind.Other => [Pdf],
                _ => [Ubl, Pdf with { Embedded = true }],
            },
        };
    }

    /// <summary>A UBL of 30 KiB.</summary>
    public static DocumentPart Ubl { get; } = new(DocumentPartNames.Ubl, "application/xml", 30_720);

    /// <summary>A PDF of 200 KiB that is nowhere else.</summary>
    public static DocumentPart Pdf { get; } = new(DocumentPartNames.Pdf, "application/pdf", 204_800);

    /// <summary>A CODA file of 20 lines.</summary>
    public static DocumentPart Coda { get; } = new(DocumentPartNames.Coda, "text/plain", 2_600);

    /// <summary>Documents that show what a plugin does: every kind, and the cases that documentation should explain.</summary>
    public static IReadOnlyList<Sample> Samples { get; } =
    [
        new("Purchase invoice", Document()),
        new("Purchase credit note", Document("CN-2026-007", DocumentKind.PurchaseCreditNote)),
        new("Purchase invoice whose PDF is not in its UBL", Document("018304 / 28865", parts: [Ubl, Pdf])),
        new("Purchase invoice as PDF only", Document("2026-118", parts: [Pdf])),
        new("Purchase invoice without number, date and seller", Document(null) with { IssueDate = null, Supplier = null }),
        new("Sales invoice", Document("2026/0042", DocumentKind.SalesInvoice)),
        new("Sales credit note", Document("2026/C003", DocumentKind.SalesCreditNote)),
        new("Bank statement", Document("52", DocumentKind.Statement)),
        new("Contract", Document("Lease 2026", DocumentKind.Other)),
    ];
}
