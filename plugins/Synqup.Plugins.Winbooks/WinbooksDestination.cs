using Synqup.Sdk;

namespace Synqup.Plugins.Winbooks;

/// <summary>Takes invoices, credit notes and statements; other documents as PDF, for Virtual Invoice to show.</summary>
internal sealed class WinbooksDestination(DestinationSettings settings, WinbooksOptions options, WinbooksNames names) : IDestination
{
    public DeliveryPlan Plan(Document document)
    {
        var folder = settings.FolderFor(document).Require();
        return document.Kind switch
        {
            DocumentKind.Statement => Deliver(names.Statement, document.PartsToDeliver(DocumentPartNames.Coda, options.Pdf),
                "Winbooks takes a bank statement as CODA or PDF, and this one has neither."),
            // A UBL in a folder that Winbooks reads would be booked as the invoice that it is not.
            DocumentKind.Other => Deliver(names.Document, document.Part(DocumentPartNames.Pdf) is { } pdf ? [pdf] : [],
                "Winbooks takes a document that is neither invoice nor statement as PDF only, and this one has none."),
            _ => Deliver(names.Document, document.PartsToDeliver(DocumentPartNames.Ubl, options.Pdf),
                "Winbooks takes an invoice or credit note as UBL or PDF, and this one has neither."),
        };

        DeliveryPlan Deliver(NameTemplate template, IReadOnlyList<DocumentPart> parts, string rejection) =>
            parts.Count == 0 ? DeliveryPlan.Reject(rejection) : template.Plan(document, folder, parts);
    }
}
