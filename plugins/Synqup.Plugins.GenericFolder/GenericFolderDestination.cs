using Synqup.Sdk;

namespace Synqup.Plugins.GenericFolder;

/// <summary>Takes documents of every kind.</summary>
internal sealed class GenericFolderDestination(DestinationSettings settings, GenericFolderOptions options, GenericFolderNames names) : IDestination
{
    public DeliveryPlan Plan(Document document)
    {
        var folder = settings.FolderFor(document).Require();
        var isStatement = document.Kind == DocumentKind.Statement;
        var parts = document.PartsToDeliver(isStatement ? DocumentPartNames.Coda : DocumentPartNames.Ubl, options.Pdf);
        return parts.Count == 0
            ? DeliveryPlan.Reject(isStatement
                ? "A bank statement is delivered as CODA or PDF, and this one has neither."
                : "A document is delivered as UBL or PDF, and this one has neither.")
            : names.For(document.Kind).Plan(document, folder, parts);
    }
}
