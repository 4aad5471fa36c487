using System.Globalization;
using System.Text;
using System.Xml;
using Synqup.Console.Content;

namespace Synqup.Console.Intake;

/// <summary>Reads UBL invoices and credit notes (Peppol BIS, EN 16931, e-FFF) in one pass and bounded memory.</summary>
internal sealed class UblReader
{
    private const string Invoice = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
    private const string CreditNote = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";
    private const int Deepest = 64;
    private const int LongestValue = 1000;
    private const int MostEmbedded = 100;

    private readonly XmlReader _xml;
    private readonly Inbox _inbox;
    private readonly char[] _chunk = new char[8192];
    private readonly List<EmbeddedFile> _embedded = [];
    private string? _number, _type, _issueDate, _dueDate, _paymentDueDate, _currency, _inclusive, _payable;
    private PartyFacts? _supplier, _customer;

    private UblReader(XmlReader xml, Inbox inbox) => (_xml, _inbox) = (xml, inbox);

    /// <param name="content">Read to its end and closed.</param>
    /// <param name="inbox">Takes the files that are embedded in the document.</param>
    /// <exception cref="UnreadableException">Says what is wrong with the document.</exception>
    public static UblFacts Read(Stream content, Inbox inbox)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            NameTable = new BoundedNames(),
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = true,
        };
        using var xml = XmlReader.Create(new MarkupGuard(content), settings);
        try
        {
            return new UblReader(xml, inbox).Document();
        }
        catch (XmlException exception) when (exception.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new UnreadableException("it has a document type definition (<!DOCTYPE …>), which is refused because it can be used for attacks", exception);
        }
        catch (XmlException exception)
        {
            throw new UnreadableException($"it is not well-formed XML: {exception.Message}", exception);
        }
    }

    private UblFacts Document()
    {
        while (_xml.NodeType != XmlNodeType.Element && Next())
        {
            // The XML declaration.
        }

        var isCreditNote = (_xml.LocalName, _xml.NamespaceURI) switch
        {
            ("Invoice", Invoice) => false,
            ("CreditNote", CreditNote) => true,
            var (name, space) => throw new UnreadableException($"its root element is '{Shown(name)}' of '{Shown(space)}', not a UBL 2.1 Invoice or CreditNote"),
        };
        Children(Field);
        while (Next())
        {
            // To the end, so that rubbish after the document is noticed.
        }

        return new()
        {
            // An e-FFF credit note may be an Invoice of type 381; 261 is its self-billed form.
            IsCreditNote = isCreditNote || _type is "381" or "261",
            Number = _number ?? throw new UnreadableException("it has no number (cbc:ID)"),
            IssueDate = Date(_issueDate, "cbc:IssueDate") ?? throw new UnreadableException("it has no issue date (cbc:IssueDate)"),
            DueDate = Date(_dueDate ?? _paymentDueDate, "cbc:DueDate"),
            Currency = _currency,
            Total = Amount(_inclusive) ?? Amount(_payable),
            Supplier = _supplier ?? PartyFacts.Unknown,
            Customer = _customer ?? PartyFacts.Unknown,
            Embedded = _embedded,
        };
    }

    private void Field(string name)
    {
        switch (name)
        {
            case "ID":
                _number = Value();
                break;
            case "IssueDate":
                _issueDate = Value();
                break;
            case "DueDate":
                _dueDate = Value();
                break;
            case "InvoiceTypeCode" or "CreditNoteTypeCode":
                _type = Value();
                break;
            case "DocumentCurrencyCode":
                _currency = Value();
                break;
            case "AccountingSupplierParty":
                _supplier = Party();
                break;
            case "AccountingCustomerParty":
                _customer = Party();
                break;
            case "PaymentMeans":
                Children(child => Take(child, "PaymentDueDate", ref _paymentDueDate));
                break;
            case "LegalMonetaryTotal":
                Children(child =>
                {
                    if (!TryTake(child, "TaxInclusiveAmount", ref _inclusive))
                        Take(child, "PayableAmount", ref _payable);
                });
                break;
            case "AdditionalDocumentReference":
                Reference();
                break;
            default:
                Skip();
                break;
        }
    }

    private PartyFacts Party()
    {
        string? name = null, registration = null, vat = null, number = null;
        Children(outer =>
        {
            if (outer == "Party")
                Children(Inner);
            else
                Skip();
        });
        vat = Numbers.Vat(vat);
        return new(name ?? registration, vat, number ?? Numbers.FromVat(vat));

        void Inner(string child)
        {
            switch (child)
            {
                case "EndpointID" when _xml.GetAttribute("schemeID") is "0208" or "9925":
                    number ??= Numbers.Enterprise(Value());
                    break;
                case "PartyName":
                    Children(grandchild => Take(grandchild, "Name", ref name));
                    break;
                case "PartyTaxScheme":
                    vat ??= VatOf();
                    break;
                case "PartyLegalEntity":
                    Children(grandchild =>
                    {
                        if (grandchild == "CompanyID" && _xml.GetAttribute("schemeID") == "0208")
                            number = Numbers.Enterprise(Value()) ?? number;
                        else
                            Take(grandchild, "RegistrationName", ref registration);
                    });
                    break;
                default:
                    Skip();
                    break;
            }
        }
    }

    private string? VatOf()
    {
        string? company = null, scheme = null;
        Children(child =>
        {
            if (child == "TaxScheme")
                Children(grandchild => Take(grandchild, "ID", ref scheme));
            else
                Take(child, "CompanyID", ref company);
        });
        return string.Equals(scheme, "VAT", StringComparison.OrdinalIgnoreCase) ? company : null;
    }

    private void Reference()
    {
        string? id = null, description = null, mediaType = null;
        IncomingFile? content = null;
        Children(child =>
        {
            if (child is "DocumentDescription" or "DocumentType")
                description ??= Value();
            else if (child == "Attachment")
                Children(Attached);
            else
                Take(child, "ID", ref id);
        });
        if (content is not null)
            _embedded.Add(new(content, MediaTypes.Clean(mediaType), id, description));

        void Attached(string child)
        {
            if (child != "EmbeddedDocumentBinaryObject" || content is not null)
            {
                Skip();
                return;
            }

            if (_embedded.Count == MostEmbedded)
                throw new UnreadableException($"it embeds more than {MostEmbedded} files");
            mediaType = _xml.GetAttribute("mimeCode");
            content = Embedded();
        }
    }

    private IncomingFile Embedded()
    {
        var line = Line;
        var file = _inbox.Create();
        var sink = new Base64Sink(file);
        try
        {
            Text(sink.Write);
            sink.Complete();
        }
        catch (FormatException exception)
        {
            throw new UnreadableException($"the file that is embedded at line {line} is not valid base64: {exception.Message}", exception);
        }

        return file;
    }

    private void Take(string child, string wanted, ref string? value)
    {
        if (!TryTake(child, wanted, ref value))
            Skip();
    }

    // The first one counts.
    private bool TryTake(string child, string wanted, ref string? value)
    {
        if (child != wanted)
            return false;
        var read = Value();
        value ??= read;
        return true;
    }

    private string? Value()
    {
        var (name, line) = (_xml.LocalName, Line);
        var value = new StringBuilder();
        Text(piece =>
        {
            if (value.Length + piece.Length > LongestValue)
                throw new UnreadableException($"its element '{Shown(name)}' at line {line} has more than {LongestValue} characters");
            value.Append(piece);
        });
        var text = value.ToString().Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>Hands out the text of this element in pieces and stops at its end.</summary>
    private void Text(PieceReader read)
    {
        if (_xml.IsEmptyElement)
            return;
        var depth = _xml.Depth;
        while (Next() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
            if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace))
                continue;
            int count;
            while ((count = _xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0)
                read(_chunk.AsSpan(0, count));
        }
    }

    /// <summary>Visits the child elements of this element; a visit ends on the end of its element.</summary>
    private void Children(Action<string> visit)
    {
        if (_xml.IsEmptyElement)
            return;
        var depth = _xml.Depth;
        while (Next() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
            if (_xml.NodeType == XmlNodeType.Element)
                visit(_xml.LocalName);
        }
    }

    private void Skip() => Children(_ => Skip());

    private bool Next()
    {
        if (!_xml.Read())
            return false;
        return _xml.Depth <= Deepest ? true : throw new UnreadableException($"its elements are nested deeper than {Deepest} levels at line {Line}, which no invoice needs");
    }

    private int Line => ((IXmlLineInfo)_xml).LineNumber;

    private static DateOnly? Date(string? text, string element) =>
        text is null ? null
        // An XML date may carry a time zone: the day is what was meant.
        : text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new UnreadableException($"its {element} '{Shown(text)}' is not a date");

    private static string? Amount(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount.ToString(CultureInfo.InvariantCulture)
            : null;

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private delegate void PieceReader(ReadOnlySpan<char> piece);
}
