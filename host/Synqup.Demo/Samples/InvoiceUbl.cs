using System.Globalization;
using System.Text;
using System.Xml;

namespace Synqup.Demo.Samples;

/// <summary>Writes an invoice as Peppol BIS Billing 3.0, elements in the order of the UBL 2.1 schema.</summary>
internal sealed class InvoiceUbl
{
    private const string Cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private const string Cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private const string Specification = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };

    private readonly XmlWriter _xml;
    private readonly SampleInvoice _invoice;

    private InvoiceUbl(XmlWriter xml, SampleInvoice invoice) => (_xml, _invoice) = (xml, invoice);

    private bool IsCreditNote => _invoice.Type == InvoiceType.CreditNote;

    /// <summary>The XML as UTF-8.</summary>
    /// <param name="pdf">Embedded when there is one.</param>
    public static byte[] Write(SampleInvoice invoice, byte[]? pdf)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Settings))
            new InvoiceUbl(xml, invoice).Document(pdf);
        return buffer.ToArray();
    }

    private void Document(byte[]? pdf)
    {
        var root = IsCreditNote ? "CreditNote" : "Invoice";
        _xml.WriteStartElement(root, $"urn:oasis:names:specification:ubl:schema:xsd:{root}-2");
        _xml.WriteAttributeString("xmlns", "cac", null, Cac);
        _xml.WriteAttributeString("xmlns", "cbc", null, Cbc);
        var process = _invoice.Type == InvoiceType.SelfBilled ? "selfbilling" : "billing";
        Basic("CustomizationID", $"{Specification}{process}:3.0");
        Basic("ProfileID", $"urn:fdc:peppol.eu:2017:poacc:{process}:01:1.0");
        Basic("ID", _invoice.Number);
        Basic("IssueDate", Date(_invoice.IssueDate));
        if (!IsCreditNote)
            Basic("DueDate", Date(_invoice.DueDate));
        Basic(root + "TypeCode", ((int)_invoice.Type).ToString(CultureInfo.InvariantCulture));
        Basic("DocumentCurrencyCode", "EUR");
        Basic("BuyerReference", _invoice.Customer.AccountingFileId ?? "accounts");
        if (pdf is not null)
            Attachment(pdf);
        Party("AccountingSupplierParty", _invoice.Supplier);
        Party("AccountingCustomerParty", _invoice.Customer);
        Payment();
        Taxes();
        Totals();
        for (var line = 0; line < _invoice.Lines.Count; line++)
            Line(line + 1, _invoice.Lines[line]);
        _xml.WriteEndElement();
    }

    private void Attachment(byte[] pdf)
    {
        Start("AdditionalDocumentReference");
        Basic("ID", _invoice.Number);
        Basic("DocumentDescription", IsCreditNote ? "CreditNote" : "CommercialInvoice");
        Start("Attachment");
        _xml.WriteStartElement("EmbeddedDocumentBinaryObject", Cbc);
        _xml.WriteAttributeString("mimeCode", "application/pdf");
        _xml.WriteAttributeString("filename", _invoice.Number + ".pdf");
        _xml.WriteBase64(pdf, 0, pdf.Length);
        End(3);
    }

    private void Party(string role, SampleParty party)
    {
        Start(role);
        Start("Party");
        // Peppol wants an address for everyone: without a number that is an e-mail address.
        Basic("EndpointID", party.EnterpriseNumber ?? "buurt@example.be", ("schemeID", party.EnterpriseNumber is null ? "EM" : "0208"));
        Start("PartyName");
        Basic("Name", party.Name);
        End(1);
        Start("PostalAddress");
        Basic("StreetName", party.Street);
        Basic("CityName", party.City);
        Basic("PostalZone", party.PostalZone);
        Start("Country");
        Basic("IdentificationCode", "BE");
        End(2);
        if (party.Vat is not null)
        {
            Start("PartyTaxScheme");
            Basic("CompanyID", party.Vat);
            TaxScheme();
            End(1);
        }

        Start("PartyLegalEntity");
        Basic("RegistrationName", party.Name);
        if (party.EnterpriseNumber is not null)
            Basic("CompanyID", party.EnterpriseNumber, ("schemeID", "0208"));
        End(3);
    }

    private void Payment()
    {
        Start("PaymentMeans");
        Basic("PaymentMeansCode", "30", ("name", "Credit transfer"));
        if (IsCreditNote)
            Basic("PaymentDueDate", Date(_invoice.DueDate));
        Basic("PaymentID", _invoice.Communication);
        Start("PayeeFinancialAccount");
        Basic("ID", _invoice.Supplier.Iban);
        Basic("Name", _invoice.Supplier.Name);
        End(2);
        Start("PaymentTerms");
        Basic("Note", "30 dagen / 30 jours");
        End(1);
    }

    private void Taxes()
    {
        Start("TaxTotal");
        Money("TaxAmount", _invoice.Tax);
        foreach (var rate in _invoice.Vat)
        {
            Start("TaxSubtotal");
            Money("TaxableAmount", rate.Taxable);
            Money("TaxAmount", rate.Tax);
            TaxCategory("TaxCategory", rate.Percent);
            End(1);
        }

        End(1);
    }

    private void Totals()
    {
        Start("LegalMonetaryTotal");
        Money("LineExtensionAmount", _invoice.Net);
        Money("TaxExclusiveAmount", _invoice.Net);
        Money("TaxInclusiveAmount", _invoice.Total);
        Money("PayableAmount", _invoice.Total);
        End(1);
    }

    private void Line(int number, SampleLine line)
    {
        Start(IsCreditNote ? "CreditNoteLine" : "InvoiceLine");
        Basic("ID", number.ToString(CultureInfo.InvariantCulture));
        Basic(IsCreditNote ? "CreditedQuantity" : "InvoicedQuantity", line.Quantity.ToString(CultureInfo.InvariantCulture), ("unitCode", "C62"));
        Money("LineExtensionAmount", line.Net);
        Start("Item");
        Basic("Name", line.Item);
        TaxCategory("ClassifiedTaxCategory", line.VatPercent);
        End(1);
        Start("Price");
        Money("PriceAmount", line.UnitPrice);
        End(2);
    }

    private void TaxCategory(string element, int percent)
    {
        Start(element);
        Basic("ID", "S");
        Basic("Percent", percent.ToString(CultureInfo.InvariantCulture));
        TaxScheme();
        End(1);
    }

    private void TaxScheme()
    {
        Start("TaxScheme");
        Basic("ID", "VAT");
        End(1);
    }

    private void Money(string element, decimal amount) =>
        Basic(element, amount.ToString("0.00", CultureInfo.InvariantCulture), ("currencyID", "EUR"));

    private void Basic(string element, string value, (string Name, string Value)? attribute = null)
    {
        _xml.WriteStartElement(element, Cbc);
        if (attribute is { } one)
            _xml.WriteAttributeString(one.Name, one.Value);
        _xml.WriteString(value);
        _xml.WriteEndElement();
    }

    private void Start(string element) => _xml.WriteStartElement(element, Cac);

    private void End(int levels)
    {
        for (; levels > 0; levels--)
            _xml.WriteEndElement();
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
