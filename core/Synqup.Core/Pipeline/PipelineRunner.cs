using Microsoft.Extensions.Logging;
using Synqup.Core.Health;
using Synqup.Core.Ledger;

namespace Synqup.Core.Pipeline;

/// <summary>
/// Keeps a connection's pipeline running as long as the service lives: what stops it is said, and it is started anew, from its ledger
/// on. Its heartbeats go on beside it, above all when nothing else does.
/// </summary>
internal sealed partial class PipelineRunner(
    string connection, Announcement announcement, Func<Announcement, CancellationToken, Task<PipelineParts>> open, HealthBoard health, TimeProvider time, ILogger<PipelineRunner> logger)
{
    private static readonly TimeSpan Proven = TimeSpan.FromMinutes(1);

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        KeepAsync("heartbeat.stopped", $"The portal of {connection} is not told that this agent lives", announcement.RunAsync, cancellationToken),
        KeepAsync("pipeline.stopped", $"Nothing of {connection} travels", RunPipelineAsync, cancellationToken));

    private async Task RunPipelineAsync(CancellationToken cancellationToken)
    {
        // A ledger is looked through while it is opened; whoever waits for the first heartbeat does not wait for that.
        await Task.Yield();
        var parts = await open(announcement, cancellationToken);
        await using var ledger = parts.Ledger;
        await using var pipeline = new SyncPipeline(parts, RunMode.Continuous);
        await pipeline.RunAsync(cancellationToken);
    }

    private async Task KeepAsync(string code, string problem, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var (failures, raised) = (0, code);
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                var running = run(cancellationToken);
                // Not at once: one that stops again and again would look well in between.
                await Task.WhenAny(running, time.PauseAsync(Proven, cancellationToken));
                if (!running.IsCompleted && health.Clear(raised, connection))
                    announcement.Hurry();
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
                var pause = RetryLadder.Reconnection.After(++failures, time);
                Stopped(logger, e, problem, pause);
                var (said, cause, remedy) = Explain(code, e);
                if (said != raised)
                    health.Clear(raised, connection);
                raised = said;
                health.Raise(raised, connection, HealthSeverity.Error, $"{problem}: {Sentence.Ended(cause)}", remedy);
                if (failures == 1)
                    announcement.Hurry();
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private static (string Code, string Cause, string Remedy) Explain(string code, Exception e) => e switch
    {
        LedgerException { Remedy: { } remedy } ledger => (CodeOf(ledger.Failure) ?? code, ledger.Problem, remedy),
        _ => (code, e.Message, "Mend the cause; the agent starts it again by itself. The log of this moment has the details."),
    };

    private static string? CodeOf(LedgerFailure failure) => failure switch
    {
        LedgerFailure.Damaged => "ledger.damaged",
        LedgerFailure.Missing => "ledger.missing",
        LedgerFailure.TooNew => "ledger.tooNew",
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Problem}; starting again in {Pause}")]
    private static partial void Stopped(ILogger logger, Exception exception, string problem, TimeSpan pause);
}
