using System.Globalization;
using System.Text;

namespace Synqup.Console.Tests;

/// <summary>Data for tests.</summary>
internal static class Some
{
    public const string SupplierVat = "BE0477472701";
    public const string CustomerVat = "BE0202239951";

    public static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n%%EOF\n");

    public static byte[] Ubl(
        string number = "2026/1", string supplierVat = SupplierVat, string customerVat = CustomerVat, string root = "Invoice", string type = "380", string total = "121.00",
        string attachments = "", string head = "") => Encoding.UTF8.GetBytes(
        $"""
        <?xml version="1.0" encoding="UTF-8"?>{head}
        <{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
          <cbc:ID>{number}</cbc:ID>
          <cbc:IssueDate>2026-03-01</cbc:IssueDate>
          <cbc:{root}TypeCode>{type}</cbc:{root}TypeCode>
          <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
          {attachments}
          <cac:AccountingSupplierParty>{Party("Leverancier NV", supplierVat)}</cac:AccountingSupplierParty>
          <cac:AccountingCustomerParty>{Party("Klant BV", customerVat)}</cac:AccountingCustomerParty>
          <cac:PaymentMeans><cbc:PaymentDueDate>2026-03-31</cbc:PaymentDueDate></cac:PaymentMeans>
          <cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">{total}</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">1.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
        </{root}>
        """);

    public static string Attachment(byte[] content, string id = "attachment", string? description = null, string mediaType = "application/pdf") =>
        $"""<cac:AdditionalDocumentReference><cbc:ID>{id}</cbc:ID>{(description is null ? "" : $"<cbc:DocumentDescription>{description}</cbc:DocumentDescription>")}<cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="{mediaType}" filename="../../evil.pdf">{Convert.ToBase64String(content)}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>""";

    public static byte[] Coda(int number = 16, string enterprise = "0202239951", int? counted = null, int statements = 1)
    {
        var lines = new List<string>();
        for (var i = 0; i < statements; i++)
        {
            lines.Add(Line((1, "0"), (6, "010326"), (35, "KLANT BV"), (61, "GEBABEBB"), (72, "0" + enterprise), (128, "2")));
            lines.Add(Line((1, "10"), (3, (number + i).ToString("000", CultureInfo.InvariantCulture)), (6, "539007547034"), (19, "EUR"), (59, "280226"), (65, "KLANT BV  CAFÉ"), (126, "001")));
            lines.Add(Line((1, "21"), (3, "00010000"), (128, "0")));
            lines.Add(Line((1, "8"), (2, "016"), (5, "539007547034"), (58, "010326"), (128, "0")));
            lines.Add(Line((1, "9"), (17, (counted ?? 3).ToString("000000", CultureInfo.InvariantCulture)), (23, "000000000000000"), (38, "000000000000000"), (128, i < statements - 1 ? "1" : "2")));
        }

        return Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\r\n")));
    }

    public static string Line(params (int Position, string Text)[] fields)
    {
        var line = new StringBuilder(new string(' ', 128));
        foreach (var (position, text) in fields)
            line.Remove(position - 1, text.Length).Insert(position - 1, text);
        return line.ToString();
    }

    private static string Party(string name, string vat) =>
        $"<cac:Party><cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName><cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party>";
}
