using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Data;

internal enum DocumentState
{
    ToBeFetched,
    Error,
    Forwarded,
    PickedUp,
}

/// <summary>Which party the enterprise is: the same bytes may be one customer's sale and another's purchase.</summary>
internal enum Direction
{
    None,
    Purchase,
    Sale,
}

internal sealed record StoredDocument
{
    public required string Id { get; init; }

    public required string OfficeId { get; init; }

    public required string EnterpriseId { get; init; }

    public required WireDocumentKind Kind { get; init; }

    public required Direction Direction { get; init; }

    /// <summary>SHA-256 of the first part: with enterprise and direction, what makes an upload a duplicate.</summary>
    public required string Sha256 { get; init; }

    public required string FileName { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    public string? Number { get; init; }

    public DateOnly? IssueDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public string? Currency { get; init; }

    public string? Total { get; init; }

    public string? SupplierName { get; init; }

    public string? SupplierVat { get; init; }

    public string? SupplierNumber { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerVat { get; init; }

    public string? CustomerNumber { get; init; }

    public string? Account { get; init; }

    public int? StatementNumber { get; init; }

    public int? Year { get; init; }

    public string? Holder { get; init; }

    public DocumentState State { get; set; }

    public long DeliveryNumber { get; set; } = 1;

    /// <summary>The agent that was given the current delivery; kept while the document is not offered, since it may be delivering it.</summary>
    public string? AgentId { get; set; }

    /// <summary>Whether <see cref="AgentId"/> may list and fetch it now.</summary>
    public bool Offered { get; set; }

    /// <summary>Where it became to be fetched in the office's order; 0 before the first time.</summary>
    public long Sequence { get; set; }

    /// <summary>Was listed to <see cref="AgentId"/> under this delivery number at an earlier sequence.</summary>
    public bool ListedBefore { get; set; }

    /// <summary>The agent that was given the current delivery named files in its error: the accounting package may have them, and only a person can tell.</summary>
    public bool InDoubt { get; set; }

    /// <summary>The agent's sentence about the current delivery; null when there is none.</summary>
    public string? Reason { get; set; }

    public List<StoredPart> Parts { get; init; } = [];
}

internal sealed class StoredPart
{
    public required string DocumentId { get; init; }

    public required string Name { get; init; }

    /// <summary>The order in which parts are shown: the document itself first.</summary>
    public required int Ordinal { get; init; }

    public required string MediaType { get; init; }

    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    public string? EmbeddedIn { get; init; }
}
