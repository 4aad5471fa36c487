using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Synqup.Demo.Samples;

/// <summary>Writes an invoice as one page for people: number, parties, lines, totals.</summary>
internal static class InvoicePdf
{
    private const double Left = 50, Top = 780, LineHeight = 14;

    // What fits below the heading; a page more would say nothing more.
    private const int MaximumLines = 30;

    public static byte[] Write(SampleInvoice invoice)
    {
        using var document = new PdfDocumentBuilder { IncludeDocumentInformation = false };
        var regular = document.AddStandard14Font(Standard14Font.Helvetica);
        var bold = document.AddStandard14Font(Standard14Font.HelveticaBold);
        var page = document.AddPage(PageSize.A4);
        var y = Top;
        Text(invoice.Type == InvoiceType.CreditNote ? "CREDITNOTA / NOTE DE CREDIT" : "FACTUUR / FACTURE", bold, 16);
        Text($"Nummer: {invoice.Number}", bold);
        Text($"Datum: {Date(invoice.IssueDate)}   Vervaldag: {Date(invoice.DueDate)}", regular);
        y -= LineHeight;
        Party("Van", invoice.Supplier);
        Party("Aan", invoice.Customer);
        foreach (var line in invoice.Lines.Take(MaximumLines))
            Text($"{Number(line.Quantity)} x {line.Item} a {Money(line.UnitPrice)} ({line.VatPercent} %): {Money(line.Net)}", regular);
        y -= LineHeight;
        foreach (var rate in invoice.Vat)
            Text($"BTW {rate.Percent} % op {Money(rate.Taxable)}: {Money(rate.Tax)}", regular);
        Text($"Totaal: {Money(invoice.Total)} EUR", bold);
        Text($"IBAN {invoice.Supplier.Iban}   Mededeling {invoice.Communication}", regular);
        return WithStableId(document.Build());

        void Text(string text, PdfDocumentBuilder.AddedFont font, double size = 10)
        {
            page.AddText(Printable(text), size, new PdfPoint(Left, y), font);
            y -= LineHeight;
        }

        void Party(string label, SampleParty party)
        {
            Text($"{label}: {party.Name}", bold);
            Text($"{party.Street}, {party.PostalZone} {party.City}", regular);
            Text(party.Vat is null ? "zonder BTW-nummer" : $"BTW {party.Vat}", regular);
            y -= LineHeight;
        }
    }

    /// <summary>The writer gives each file a random identifier; here it becomes a hash of what the file says, so that equal invoices are equal bytes.</summary>
    private static byte[] WithStableId(byte[] pdf)
    {
        var start = pdf.AsSpan().LastIndexOf("/ID [ <"u8) + "/ID [ <".Length;
        var id = Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(pdf.AsSpan(0, start)))[..32]);
        id.CopyTo(pdf.AsSpan(start));
        id.CopyTo(pdf.AsSpan(start + id.Length + "><".Length));
        return pdf;
    }

    /// <summary>The text in what the writer can draw with a standard font: ASCII, so letters lose their accents and the rest is left out.</summary>
    internal static string Printable(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormD).Where(character => character is >= ' ' and <= '~'));

    private static string Date(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(decimal quantity) => quantity.ToString(CultureInfo.InvariantCulture);
}
