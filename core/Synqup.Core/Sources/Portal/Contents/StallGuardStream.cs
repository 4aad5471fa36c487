using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>A content from the network, broken when nothing arrives for too long. Owns its answer.</summary>
internal sealed class StallGuardStream(HttpResponseMessage response, Stream inner, TimeSpan limit, TimeProvider time) : ReadOnlyStream
{
    private readonly CancellationTokenSource _stall = new(Timeout.InfiniteTimeSpan, time);

    public static async Task<Stream> OpenAsync(HttpResponseMessage response, PortalTimings timings, TrafficLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        var content = new StallGuardStream(response, await response.Content.ReadAsStreamAsync(cancellationToken), timings.Stall, time);
        // Around it: what waits for a limit does not stall.
        return limits.Any ? new PacedStream(content, limits) : content;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Most reads find their bytes already here and need no clock.
        var read = inner.ReadAsync(buffer, _stall.Token);
        return read.IsCompletedSuccessfully ? read : WaitAsync(read, cancellationToken);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> read, CancellationToken cancellationToken)
    {
        _stall.CancelAfter(limit);
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _stall);
        try
        {
            return await read;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // That something was cancelled is how this noticed, and nobody's cause.
            throw new IOException($"No data arrived for {limit.TotalSeconds:0} seconds.");
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            _stall.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
            _stall.Dispose();
        }

        base.Dispose(disposing);
    }
}
