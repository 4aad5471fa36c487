using System.Collections.Concurrent;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>The system's time, but a wait in the given range is over at once. All waits are recorded.</summary>
internal sealed class SkippingTime(TimeSpan from, TimeSpan to) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Skipped { get; } = new();

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, System.CreateTimer(callback, state, Shorten(dueTime), period));

    private TimeSpan Shorten(TimeSpan dueTime)
    {
        if (dueTime > TimeSpan.Zero)
            Waits.Enqueue(dueTime);
        if (dueTime < from || dueTime > to)
            return dueTime;
        Skipped.Enqueue(dueTime);
        return TimeSpan.Zero;
    }

    private sealed class Timer(SkippingTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Shorten(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
