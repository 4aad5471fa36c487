namespace Synqup.Chaos.Running;

/// <summary>The time of a world: stands still while anything can go on, then jumps to whatever is due next.</summary>
internal sealed class SimulatedClock
{
    private readonly PriorityQueue<Alarm, (TimeSpan Due, long Order)> _alarms = new();
    private long _order;

    /// <summary>What clocks on walls show, without what somebody set them to.</summary>
    private static readonly DateTimeOffset Beginning = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Since the beginning; never goes back.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>By how much somebody has set the machine's clock forward, or back.</summary>
    public TimeSpan Set { get; set; }

    public DateTimeOffset Wall => Beginning + Elapsed + Set;

    public Alarm Ring(TimeSpan after, Action action)
    {
        var alarm = new Alarm(action);
        _alarms.Enqueue(alarm, (Elapsed + (after > TimeSpan.Zero ? after : TimeSpan.Zero), ++_order));
        return alarm;
    }

    /// <summary>Goes to the next moment at which something is due, and does it.</summary>
    /// <returns>False when nothing will ever be due.</returns>
    public bool Advance()
    {
        while (_alarms.TryDequeue(out var alarm, out var due))
        {
            if (alarm.IsOff)
                continue;
            Elapsed = due.Due > Elapsed ? due.Due : Elapsed;
            alarm.Ring();
            return true;
        }
        return false;
    }

    internal sealed class Alarm(Action action)
    {
        public bool IsOff { get; private set; }

        public void Off() => IsOff = true;

        public void Ring()
        {
            Off();
            action();
        }
    }
}
