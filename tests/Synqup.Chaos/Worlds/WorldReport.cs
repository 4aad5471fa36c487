namespace Synqup.Chaos.Worlds;

/// <summary>What happened in a world.</summary>
internal sealed record WorldReport
{
    public int Seed { get; init; }

    /// <summary>What must never happen, and happened; null when all is well.</summary>
    public string? Violation { get; init; }

    /// <summary>The same for the same seed.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The last that happened, where it was asked for.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public int Documents { get; init; }

    /// <summary>Of these documents, each delivery number.</summary>
    public int Deliveries { get; init; }

    public int Acknowledged { get; init; }

    public int Calls { get; init; }

    public int Errors { get; init; }

    public int Taken { get; init; }

    public int Quarantined { get; init; }

    public TimeSpan Simulated { get; init; }

    public int Coming { get; set; }

    public int Turns { get; set; }

    public int Starts { get; set; }

    public int Kills { get; set; }

    public int PowerCuts { get; set; }

    public int Foreigns { get; set; }
}
