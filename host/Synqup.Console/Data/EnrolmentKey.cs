namespace Synqup.Console.Data;

internal sealed class EnrolmentKey
{
    public required string Id { get; init; }

    public required string OfficeId { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, lower-case hexadecimal; the key itself is shown once and never stored.</summary>
    public required string Hash { get; init; }

    public required int Uses { get; init; }

    public int Used { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool Withdrawn { get; set; }
}
