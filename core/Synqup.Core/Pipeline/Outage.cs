using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>How long one stage waits for a source that does not answer: the service for ever, one pass for <see cref="PassLimit"/>.</summary>
internal sealed class Outage(RunMode mode, TimeProvider time)
{
    /// <summary>A Console that is restarted is back by then, and who looks on does not wait longer for nothing; the service does.</summary>
    public static readonly TimeSpan PassLimit = TimeSpan.FromSeconds(30);

    private long? _since;

    /// <summary>Calls that failed in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>A call begins. Where it fails, the time that it took counts too: silence is no answer either.</summary>
    public void Asking() => _since ??= time.GetTimestamp();

    public void Answered() => (_since, Failures) = (null, 0);

    /// <summary>Whether the call is made again. In one pass only what may pass by itself is waited for, and not for ever.</summary>
    public bool MayWait(SourceException failure) =>
        mode == RunMode.Continuous || (failure.Failure == SourceFailure.Unavailable && Left > TimeSpan.Zero);

    /// <summary>Waits until the call is to be made again.</summary>
    public Task WaitAsync(SourceException failure, CancellationToken cancellationToken)
    {
        var pause = RetryLadder.Reconnection.After(++Failures, failure.RetryAfter, time);
        return Task.Delay(mode == RunMode.OnePass && pause > Left ? Left : pause, time, cancellationToken);
    }

    private TimeSpan Left => time.GetElapsedTime(_since!.Value) is var waited && waited < PassLimit ? PassLimit - waited : TimeSpan.Zero;
}
