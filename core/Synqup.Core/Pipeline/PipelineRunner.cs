using Microsoft.Extensions.Logging;
using Synqup.Core.Health;

namespace Synqup.Core.Pipeline;

/// <summary>Keeps a connection's pipeline running as long as the service lives: what stops it is said, and it is started anew.</summary>
internal sealed partial class PipelineRunner(string connection, Func<CancellationToken, Task<PipelineParts>> open, HealthBoard health, TimeProvider time, ILogger<PipelineRunner> logger)
{
    private static readonly TimeSpan Proven = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; !cancellationToken.IsCancellationRequested;)
        {
            var started = time.GetTimestamp();
            try
            {
                var parts = await open(cancellationToken);
                await using var ledger = parts.Ledger;
                await using var pipeline = new SyncPipeline(parts, RunMode.Continuous);
                var running = pipeline.RunAsync(cancellationToken);
                // Not at once: one that stops again and again would look well in between.
                await Task.WhenAny(running, Task.Delay(Proven, time, cancellationToken));
                if (!running.IsCompleted)
                    health.Clear("pipeline.stopped", connection);
                await running;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
#pragma warning disable CA1031 // Whatever stopped one connection must be said and must not end the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (time.GetElapsedTime(started) > TimeSpan.FromMinutes(5))
                    failures = 0;
                var pause = RetryLadder.Reconnection.After(++failures);
                Stopped(logger, e, connection, pause);
                health.Raise("pipeline.stopped", connection, HealthSeverity.Error, $"Nothing of {connection} travels: {Sentence.Ended(e.Message)}",
                    "Mend the cause; the agent starts it again by itself. The log of this moment has the details.");
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Nothing of {Connection} travels; starting again in {Pause}")]
    private static partial void Stopped(ILogger logger, Exception exception, string connection, TimeSpan pause);
}
