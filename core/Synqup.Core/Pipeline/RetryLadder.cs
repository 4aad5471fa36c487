namespace Synqup.Core.Pipeline;

/// <summary>When something that failed is tried again: at once, then less and less often, each time somewhat at random so that many do not come back together.</summary>
internal sealed class RetryLadder(params TimeSpan[] rungs)
{
    private const double Jitter = 0.2;

    /// <summary>Somebody who answers "again at once" every time must not keep a processor busy.</summary>
    private static readonly TimeSpan ShortestAsked = TimeSpan.FromSeconds(1);

    /// <summary>For documents: 0, 1, 5, 15, 30 min, 1, 3, 6, 12, 24 h, then daily.</summary>
    public static RetryLadder Documents { get; } = new(
        TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24));

    /// <summary>For a destination that can be opened and fails when something is delivered: its documents are fetched for nothing each time.</summary>
    public static RetryLadder Destination { get; } = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));

    /// <summary>For a connection or a folder that a person is waiting for: it comes back within half a minute of its cause going away.</summary>
    public static RetryLadder Reconnection { get; } = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    /// <summary>The pause before the next try, or the one that the other end asks for.</summary>
    /// <param name="asked">Null when it asks for none.</param>
    public TimeSpan After(int failures, TimeSpan? asked, TimeProvider time) =>
        asked is { } pause ? (pause > ShortestAsked ? pause : ShortestAsked) : After(failures, time);

    /// <summary>The pause before the next try.</summary>
    /// <param name="failures">How often it failed in a row; at least 1.</param>
    /// <param name="time">The low digits of its timestamp are the chance: no two machines share them, and a test that owns the clock owns them too.</param>
    public TimeSpan After(int failures, TimeProvider time)
    {
        var rung = rungs[Math.Clamp(failures - 1, 0, rungs.Length - 1)];
        var chance = ((ulong)time.GetTimestamp() * 0x9E3779B97F4A7C15) / (double)ulong.MaxValue;
        return rung * (1 - Jitter + 2 * Jitter * chance);
    }
}
