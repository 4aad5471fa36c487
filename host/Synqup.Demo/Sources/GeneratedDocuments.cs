using Synqup.Demo.Samples;

namespace Synqup.Demo.Sources;

/// <summary>The demo's own documents as sources.</summary>
internal static class GeneratedDocuments
{
    private const int Seed = 2026;

    // The generic folder is named after the customer, so the names that Windows cannot take go there.
    private static readonly string[] Packages =
    [
        Package.GenericFolder, Package.GenericFolder, Package.GenericFolder, Package.Winbooks, Package.GenericFolder, Package.GenericFolder,
        Package.Winbooks, Package.Adsolut, Package.Adsolut, Package.Winbooks, Package.Winbooks, Package.Adsolut,
    ];

    public static IEnumerable<SourceDocument> Make(int count)
    {
        var documents = new SampleDocuments(Seed, SampleOffice.Customers);
        var cards = SampleOffice.Customers.Select((customer, index) => (customer, Card: Card(customer, Packages[index]))).ToDictionary(one => one.customer, one => one.Card);
        return Enumerable.Range(0, count).AsParallel().AsOrdered().Select(documents.Make).Select(document => Source(document, cards[document.Customer]));
    }

    public static CustomerCard Card(SampleParty customer, string package) =>
        new(customer.Name, customer.Vat, customer.EnterpriseNumber, customer.AccountingFileId!, package);

    public static SourceDocument Source(SampleDocument document, CustomerCard customer) => new(
        document.Name,
        new SourceFile(document.Name, () => new MemoryStream(document.Content, writable: false)),
        document.Pdf is { } pdf ? new SourceFile(Path.ChangeExtension(document.Name, ".pdf"), () => new MemoryStream(pdf, writable: false)) : null,
        customer,
        document.Direction);
}
