using System.Collections.Concurrent;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>The system's time, in which every wait takes a fiftieth and the stopwatch runs as much faster. All waits are recorded.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Haste = 50;

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override long GetTimestamp() => System.GetTimestamp() * Haste;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero)
            return System.CreateTimer(callback, state, dueTime, period);
        Waits.Enqueue(dueTime);
        return System.CreateTimer(callback, state, dueTime / Haste, period);
    }
}
