using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

internal static class Some
{
    public const string Sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static DocumentDescription Document(
        string id = "0198a", long delivery = 1, long sequence = 1, string number = "V01/15000001", string enterprise = "e1", string sha256 = Sha256) => new()
        {
            Id = id,
            Sequence = sequence,
            DeliveryNumber = delivery,
            EnterpriseId = enterprise,
            Kind = WireDocumentKind.PurchaseInvoice,
            // Much of a document is unknown, and its manifest must be readable all the same.
            Supplier = new PartyDescription("Leverancier", null, null),
            Number = number,
            Parts = [new PartDescription("ubl", "application/xml", 30, sha256)],
        };

    public static DocumentDescription[] Documents(int count, int start = 0) =>
        [.. Enumerable.Range(start, count).Select(i => Document(id: $"0198-{i:00000000}", sequence: i + 1, number: $"V01/{i:00000000}", enterprise: $"e{i % 500}"))];

    public static BatchRecord Batch(long number, IReadOnlyList<SetRecord> sets, string root = "/mnt/winbooks") =>
        new(root, number, "boot-1", "etag-1", new DateTimeOffset(2026, 1, 5, 8, 1, 0, TimeSpan.Zero), sets);

    public static SetRecord Set(DocumentDescription document, string? name = null) => new(
        "office", document, "configuration-1",
        [
            File(0, "pdf", $"{name ?? document.Id}.pdf"),
            File(1, "ubl", $"{name ?? document.Id}.xml"),
        ]);

    public static FileRecord File(int rank, string part, string name) =>
        new(rank, part, "Janssens/inbound", "8:1234", $"{name}.synqup-part", name, $@"K:\Janssens\inbound\{name}", 30, Sha256);
}
