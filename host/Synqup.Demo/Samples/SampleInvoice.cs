namespace Synqup.Demo.Samples;

/// <summary>The UNCL 1001 code of a document.</summary>
internal enum InvoiceType
{
    Invoice = 380,
    CreditNote = 381,
    SelfBilled = 389,
}

/// <summary>What one line sells.</summary>
/// <param name="VatPercent">21, 12 or 6.</param>
internal sealed record SampleLine(string Item, decimal Quantity, decimal UnitPrice, int VatPercent)
{
    public decimal Net => Round(Quantity * UnitPrice);

    internal static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}

/// <summary>The VAT of all lines with one rate.</summary>
internal sealed record VatSubtotal(int Percent, decimal Taxable, decimal Tax);

/// <summary>An invoice or credit note, from which its UBL and its PDF are written. Totals are sums of what is in it.</summary>
/// <param name="Communication">The structured communication with which it is paid.</param>
internal sealed record SampleInvoice(
    string Number, InvoiceType Type, DateOnly IssueDate, DateOnly DueDate, SampleParty Supplier, SampleParty Customer,
    string Communication, IReadOnlyList<SampleLine> Lines)
{
    public decimal Net => Lines.Sum(line => line.Net);

    public IReadOnlyList<VatSubtotal> Vat { get; } =
    [
        .. Lines.GroupBy(line => line.VatPercent).OrderBy(rate => rate.Key).Select(rate =>
            (rate.Key, Taxable: rate.Sum(line => line.Net))).Select(rate =>
            new VatSubtotal(rate.Key, rate.Taxable, SampleLine.Round(rate.Taxable * rate.Key / 100))),
    ];

    public decimal Tax => Vat.Sum(rate => rate.Tax);

    public decimal Total => Net + Tax;
}
