using Synqup.Demo.Office;

namespace Synqup.Demo.Flow;

/// <summary>Waits for deliveries by asking the Console, as long as they make progress.</summary>
/// <param name="mustLive">Starts a program on which they depend again, or throws, when it has ended.</param>
internal sealed class DeliveryWatch(OfficeClient office, Func<CancellationToken, Task> mustLive, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>How long nothing may change before the rest is given up; longer than any pause of the agent between two tries of a call.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(90);

    /// <summary>Waits until every document is acknowledged or in error, or nothing has changed for <see cref="Patience"/>.</summary>
    /// <param name="expected">How many there are; asked each time, since more may be uploaded meanwhile. Null while that is not known.</param>
    /// <returns>Whether nothing is open any more.</returns>
    public async Task<bool> WaitAsync(Func<int?> expected, Action<DocumentCounts> progress, CancellationToken cancellationToken)
    {
        DocumentCounts? last = null;
        var changed = time.GetTimestamp();
        while (true)
        {
            await mustLive(cancellationToken);
            var counts = await office.CountAsync(cancellationToken);
            progress(counts);
            if (counts.Acknowledged + counts.Error >= expected())
                return true;
            if (counts != last)
                (last, changed) = (counts, time.GetTimestamp());
            else if (time.GetElapsedTime(changed) > Patience)
                return false;
            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
