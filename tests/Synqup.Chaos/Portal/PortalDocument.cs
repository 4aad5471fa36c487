using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Synqup.Core.Sources.Portal;

namespace Synqup.Chaos.Portal;

internal enum PortalState
{
    ToBeFetched,
    Error,
    Forwarded,
}

/// <summary>One delivery of one document at the office. Each has contents of its own, so that a file says which it is.</summary>
internal sealed class PortalDocument
{
    private PortalDocument(DocumentDescription description, IReadOnlyDictionary<string, byte[]> contents) => (Description, Contents) = (description, contents);

    public DocumentDescription Description { get; private set; }

    /// <summary>By part, in the order in which a destination has to show them.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents { get; }

    public PortalState State { get; set; }

    public string Id => Description.Id;

    public long Delivery => Description.DeliveryNumber;

    public static PortalDocument New(string id, long delivery, string customer, WireDocumentKind kind, int size)
    {
        string[] parts = kind switch
        {
            WireDocumentKind.Statement => ["coda"],
            WireDocumentKind.SalesInvoice => ["ubl"],
            _ => ["pdf", "ubl"],
        };
        var contents = parts.ToDictionary(p => p, p => Content(id, delivery, p, size));
        return new(new DocumentDescription
        {
            Id = id,
            Sequence = 0,
            DeliveryNumber = delivery,
            EnterpriseId = customer,
            Kind = kind,
            Number = id,
            IssueDate = new DateOnly(2026, 1, 5),
            Account = kind == WireDocumentKind.Statement ? "BE68539007547034" : null,
            StatementNumber = kind == WireDocumentKind.Statement ? 7 : null,
            Year = kind == WireDocumentKind.Statement ? 2026 : null,
            Parts = [.. contents.Reverse().Select(c => new PartDescription(c.Key, "application/octet-stream", c.Value.Length, Convert.ToHexStringLower(SHA256.HashData(c.Value))))],
        }, contents);
    }

    public void MoveTo(long sequence) => Description = Description with { Sequence = sequence };

    private static byte[] Content(string id, long delivery, string part, int size)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}/{delivery}/{part}\n"));
        var content = new byte[Math.Max(head.Length + 1, size)];
        for (var i = 0; i < content.Length; i++)
            content[i] = i < head.Length ? head[i] : (byte)('a' + i % 23);
        return content;
    }
}
