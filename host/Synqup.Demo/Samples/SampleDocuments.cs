using System.Globalization;

namespace Synqup.Demo.Samples;

/// <summary>
/// Makes documents by their number: the same seed and number give the same bytes on every machine, and any of them can be made
/// without the others, in any order and in parallel.
/// </summary>
/// <param name="seed">Another seed gives other documents.</param>
/// <param name="customers">Take turns as owners of the documents.</param>
internal sealed class SampleDocuments(int seed, IReadOnlyList<SampleParty> customers)
{
    // A prime number of kinds, so that with twelve customers each gets each kind in time.
    private const int Kinds = 11;

    // What one more line adds to a UBL, on average; used to reach a wished size.
    private const int BytesPerLine = 602;

    private static readonly DateOnly FirstDay = new(2026, 1, 2);

    private static readonly string[] Items =
    [
        "Toner zwart", "Onderhoud verwarming", "Cartes de visite", "Koffie 1 kg", "Location camionnette", "Advies per uur", "Schroeven 4x40",
        "Nettoyage bureaux", "Licence logicielle", "Transport", "Catering lunch", "Verf wit 10 l",
    ];

    /// <summary>One of every kind in turn: with and without PDF, credit notes, self-billed, negative, hostile numbers, statements.</summary>
    public SampleDocument Make(int index)
    {
        var random = RandomFor(index);
        var customer = customers[index % customers.Count];
        // Who has no number buys only: a seller must name his.
        var kind = index % Kinds is var wanted && customer.Vat is null && wanted is 2 or 6 ? 0 : wanted;
        return kind switch
        {
            0 => Purchase("invoice", Plain(index), InvoiceType.Invoice, embedded: true),
            1 => Purchase("invoice", Number($"F{index:00000}"), InvoiceType.Invoice),
            2 => Sale("invoice", Plain(index), InvoiceType.Invoice),
            3 => Statement(index, customer, random),
            4 => Purchase("credit-note", Number($"CN-2026-{index:0000}"), InvoiceType.CreditNote, embedded: true),
            5 => Purchase("invoice", Number($"V01/{15_000_001 + (index / Kinds)}"), InvoiceType.Invoice, embedded: true),
            6 => Sale("self-billed", Number($"SB 2026.{index:0000}"), InvoiceType.SelfBilled),
            7 => Purchase("negative-invoice", Number($"NEG-{index:0000}"), InvoiceType.Invoice, embedded: true, sign: -1),
            8 => Purchase("invoice", Number($"{18_304 + (index / Kinds):000000} / 28865"), InvoiceType.Invoice),
            9 => Purchase("invoice-and-pdf", Number($"{61_828_591 + (index / Kinds):000000000}|01/10/2020|0|1.1|0|1"), InvoiceType.Invoice, beside: true),
            _ => Purchase("credit-note", Number($"NC {index:0000}*"), InvoiceType.CreditNote),
        };

        SampleDocument Purchase(string what, string number, InvoiceType type, bool embedded = false, bool beside = false, int sign = 1)
        {
            var invoice = Invoice(index, number, type, Partner(index), customer, Lines(random, random.Next(2, 9), sign));
            var pdf = embedded || beside ? InvoicePdf.Write(invoice) : null;
            return new SampleDocument(Name(index, "purchase-" + what, "xml"), customer, "purchase", InvoiceUbl.Write(invoice, embedded ? pdf : null), beside ? pdf : null);
        }

        SampleDocument Sale(string what, string number, InvoiceType type)
        {
            var invoice = Invoice(index, number, type, customer, Partner(index), Lines(random, random.Next(2, 9), 1));
            return new SampleDocument(Name(index, "sale-" + what, "xml"), customer, "sale", InvoiceUbl.Write(invoice, InvoicePdf.Write(invoice)));
        }
    }

    /// <summary>A purchase invoice of about a wished size, without PDF: its lines make it as long as it is. Takes a fraction of a millisecond.</summary>
    /// <param name="bytes">5,000 or more; met to within a tenth.</param>
    public SampleDocument OfSize(int index, int bytes)
    {
        var customer = customers[index % customers.Count];
        var lines = Lines(RandomFor(index), Math.Max(1, (bytes - 3_700) / BytesPerLine), 1);
        var invoice = Invoice(index, Plain(index), InvoiceType.Invoice, Partner(index), customer, lines);
        return new SampleDocument(Name(index, "purchase-invoice", "xml"), customer, "purchase", InvoiceUbl.Write(invoice, null));
    }

    private SampleDocument Statement(int index, SampleParty holder, Random random)
    {
        var movements = Enumerable.Range(0, random.Next(2, 8)).Select(one => new SampleMovement(
            SampleLine.Round((random.Next(2) == 0 ? -1 : 1) * random.Next(500, 250_000) / 100m), Partner(index + one), Communication(index + one))).ToList();
        // One a day for each holder, so that no two statements of an account have the same number.
        var day = index / customers.Count % 364;
        var statement = new CodaStatement(holder, day + 1, new DateOnly(2026, 1, 1).AddDays(day), 10_000m + index, movements);
        return new SampleDocument(Name(index, "statement", "cod"), holder, null, statement.Write());
    }

    private static SampleInvoice Invoice(
        int index, string number, InvoiceType type, SampleParty supplier, SampleParty customer, IReadOnlyList<SampleLine> lines)
    {
        var issued = FirstDay.AddDays(index % 300);
        return new SampleInvoice(number, type, issued, issued.AddDays(30), supplier, customer, Communication(index), lines);
    }

    private static SampleLine[] Lines(Random random, int count, int sign)
    {
        var rates = new[] { 21, 21, 6, 12 };
        return [.. Enumerable.Range(0, count).Select(_ => new SampleLine(
            Items[random.Next(Items.Length)], sign * random.Next(1, 20), random.Next(100, 50_000) / 100m, rates[random.Next(rates.Length)]))];
    }

    private Random RandomFor(int index) => new(unchecked((seed * 486_187_739) + index));

    private static SampleParty Partner(int index) => SampleOffice.Partners[index % SampleOffice.Partners.Count];

    private static string Communication(int index) => BelgianNumbers.StructuredCommunication(1_000_000_000L + index);

    private static string Plain(int index) => Number($"2026-{index + 1:00000}");

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Name(int index, string what, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{index + 1:00000}-{what}.{extension}");
}
