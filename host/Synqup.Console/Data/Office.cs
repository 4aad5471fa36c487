namespace Synqup.Console.Data;

/// <summary>An accountant's office: everything else belongs to one and is never seen by another.</summary>
internal sealed class Office
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The newest change sequence that was given. Raised inside the transaction that uses it, so the order is that of the commits.</summary>
    public long LastSequence { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A script of the office, with the credentials of one.</summary>
internal sealed class OfficeClient
{
    public required string ClientId { get; init; }

    public required string OfficeId { get; init; }
}
