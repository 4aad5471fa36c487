namespace Synqup.Console.Data;

internal enum AgentState
{
    Active,

    /// <summary>Another agent took its place: it may finish and acknowledge, nothing else.</summary>
    Replaced,

    /// <summary>The office took its credentials away.</summary>
    Revoked,
}

internal sealed class Agent
{
    public required string Id { get; init; }

    public required string OfficeId { get; init; }

    public required string Name { get; set; }

    public required string Machine { get; set; }

    /// <summary>The one instance, bound to a machine, that may use this identity.</summary>
    public required string InstanceId { get; init; }

    public required string ClientId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public AgentState State { get; set; }

    public string? ReplacedBy { get; set; }

    /// <summary>A manager confirmed that it will never deliver anything again.</summary>
    public bool Gone { get; set; }

    /// <summary>Every document that was offered to it up to here was listed to it: it may be delivering it.</summary>
    public long ListedThrough { get; set; }

    /// <summary>Since it last paged from the start: up to here documents in error are listed too.</summary>
    public long CatchUpThrough { get; set; }

    /// <summary>Of one that was replaced: whether it was told so; before that, <c>released</c> says nothing.</summary>
    public bool Informed { get; set; }

    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>The last heartbeat as it came, for the monitor.</summary>
    public string? Heartbeat { get; set; }
}
