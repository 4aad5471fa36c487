namespace Synqup.Core.Sources.Portal;

/// <summary>How long the portal client waits for what, and how often it tries.</summary>
internal sealed record PortalTimings
{
    /// <summary>For the whole answer of an ordinary call, each try; for a long poll this much more than its wait.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Without a byte after which a content stream counts as broken.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Before the second try; doubles with each further one, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Further tries of one call; 0 leaves them to the caller.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Further tries of one content: of its call, and of what broke off, from there on.</summary>
    public int ContentRetries { get; init; } = 3;

    /// <summary>The longest <c>Retry-After</c> that is waited for inside a call; a longer one is handed to the caller.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For how long nothing is sent once most calls fail.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Calls within <see cref="Break"/> twice over before the circuit breaker judges.</summary>
    public int BreakAfter { get; init; } = 10;
}
