using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Data;

/// <summary>A delivery that was replaced by a later one.</summary>
internal sealed class PastDelivery
{
    public required string DocumentId { get; init; }

    public required long Number { get; init; }

    /// <summary>Who was given it; null when nobody was.</summary>
    public string? AgentId { get; init; }

    /// <summary>The number that replaced this one.</summary>
    public required long Next { get; init; }

    public required DocumentState State { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What an agent said of a delivery; one per document, number and outcome.</summary>
internal sealed class StoredAcknowledgement
{
    public required string DocumentId { get; init; }

    public required long DeliveryNumber { get; init; }

    public required AcknowledgementOutcome Outcome { get; init; }

    public required string AgentId { get; init; }

    public required DateTimeOffset At { get; set; }

    /// <summary>JSON of the files as the agent named them.</summary>
    public required string Files { get; set; }

    public string? Reason { get; set; }
}

/// <summary>A bundle that an agent sent for support; its bytes are in the content store.</summary>
internal sealed class Diagnostics
{
    public required string Id { get; init; }

    public required string OfficeId { get; init; }

    public required string AgentId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string MediaType { get; init; }

    public required long Size { get; init; }

    public required string Sha256 { get; init; }
}
