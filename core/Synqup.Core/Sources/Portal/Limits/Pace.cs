namespace Synqup.Core.Sources.Portal.Limits;

/// <summary>
/// A bucket that fills by the second and whose rate may change at any moment. The framework's limiters know neither of the two, nor
/// a clock that a test owns.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private readonly Lock _lock = new();
    // Full at first, whatever it will hold.
    private double _left = double.PositiveInfinity;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes an amount where there is something left, or says how long it takes until there is.</summary>
    /// <param name="rate">Per second; null for no limit.</param>
    /// <param name="most">What it holds at most; what is taken beyond that is a debt.</param>
    /// <param name="amount">Zero only asks.</param>
    public TimeSpan Take(double? rate, double most, double amount)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _left = rate is { } fill ? Math.Min(most, _left + fill * time.GetElapsedTime(_filled, now).TotalSeconds) : most;
            _filled = now;
            if (rate is null)
                return TimeSpan.Zero;
            var wanted = Math.Min(most, Math.Max(amount, 1));
            // Whole milliseconds, since timers wait for nothing less; and what is left over by calculating is nothing to wait for.
            if (_left < wanted - 1e-6)
                return TimeSpan.FromMilliseconds(Math.Ceiling((wanted - _left) / rate.Value * 1000));
            _left -= amount;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Takes what has happened already.</summary>
    public void Owe(double amount)
    {
        lock (_lock)
            _left -= amount;
    }
}
