using Synqup.Sdk;

namespace Synqup.Plugins.Adsolut;

/// <summary>Takes invoices, credit notes and statements; other documents as PDF, into a folder that the accountant chose for them.</summary>
internal sealed class AdsolutDestination(DestinationSettings settings, AdsolutOptions options, AdsolutNames names) : IDestination
{
    public DeliveryPlan Plan(Document document)
    {
        var folder = settings.FolderFor(document).Require();
        return document.Kind switch
        {
            DocumentKind.Statement => Deliver(names.Statement, document.PartsToDeliver(DocumentPartNames.Coda, options.Pdf),
                "Adsolut takes a bank statement as CODA or PDF, and this one has neither."),
            // A UBL in a folder that Adsolut reads would be booked as the invoice that it is not.
            DocumentKind.Other => Deliver(names.Other, document.Part(DocumentPartNames.Pdf) is { } pdf ? [pdf] : [],
                "Adsolut takes a document that is neither invoice nor statement as PDF only, and this one has none."),
            _ => Deliver(names.Invoice, document.PartsToDeliver(DocumentPartNames.Ubl, options.Pdf),
                "Adsolut takes an invoice or credit note as UBL or PDF, and this one has neither."),
        };

        DeliveryPlan Deliver(NameTemplate template, IReadOnlyList<DocumentPart> parts, string rejection) =>
            parts.Count == 0 ? DeliveryPlan.Reject(rejection) : template.Plan(document, folder, parts);
    }
}
