using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary>The parts of the documents of a bundle, as far as they were given to the agent that asks.</summary>
internal sealed class GivenParts(IEnumerable<GivenPart> rows)
{
    private readonly ILookup<string, GivenPart> _documents = rows.ToLookup(row => row.DocumentId);

    public GivenPart? Of(string documentId, string part) => _documents[documentId].FirstOrDefault(row => row.Name == part);

    /// <summary>Why an item is not given; null when it is. One without parts asks that only, and every part of a document would be refused for the same reason.</summary>
    public PartRefusal? RefusalOf(BundleItem item) => item.Parts.Count == 0
        ? RefusalOf(_documents[item.Id].FirstOrDefault(), item)
        : item.Parts.Select(part => RefusalOf(Of(item.Id, part), item)).FirstOrDefault(refusal => refusal is not null);

    private static PartRefusal? RefusalOf(GivenPart? part, BundleItem item) => part is null ? PartRefusal.NotAvailable : part.RefusalOf(item.DeliveryNumber);
}
