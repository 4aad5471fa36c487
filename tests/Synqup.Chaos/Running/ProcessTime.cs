namespace Synqup.Chaos.Running;

/// <summary>The clock as one process sees it: its timers end with it.</summary>
internal sealed class ProcessTime(SimulatedClock clock, Turns turns) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => clock.Wall;

    public override long GetTimestamp() => clock.Elapsed.Ticks + 1;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(clock, () => turns.Start(() => callback(state)));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedClock clock, Action ring) : ITimer
    {
        private SimulatedClock.Alarm? _alarm;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _alarm?.Off();
            _period = period;
            _alarm = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Ring(dueTime, Ring);
            return true;
        }

        public void Dispose() => _alarm?.Off();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring()
        {
            if (_period > TimeSpan.Zero)
                _alarm = clock.Ring(_period, Ring);
            ring();
        }
    }
}
