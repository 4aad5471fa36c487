namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>The system's time, but who waits no longer than so much makes it leap there at once; what takes longer is a time limit.</summary>
internal sealed class LeapingTime(TimeSpan longest) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();
    private long _leapt;

    public TimeSpan Leapt => TimeSpan.FromTicks(Interlocked.Read(ref _leapt));

    public TimeSpan Passed => GetElapsedTime(_start);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Leapt;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Leapt.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime > longest)
            return System.CreateTimer(callback, state, dueTime, period);
        Interlocked.Add(ref _leapt, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
