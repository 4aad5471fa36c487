using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>A connection as the service keeps it: what stops it is said, and passes by itself.</summary>
internal sealed class PipelineRunnerTests : PipelineFixture
{
    [Test]
    public async Task Without_a_ledger_the_source_goes_on_hearing_of_the_agent_and_why_until_there_is_one_again()
    {
        Time = new HurriedTime();
        Configure("one");
        Source.Add("d1", "one");
        var isFull = true;
        var runner = new PipelineRunner(
            "office", Announce(RunMode.Continuous), (announcement, _) => isFull ? throw new LedgerException("The disk is full.") : Task.FromResult(Parts(announcement)),
            Health, Time, NullLogger<PipelineRunner>.Instance);
        using var stop = new CancellationTokenSource();
        var running = runner.RunAsync(stop.Token);

        await Until(() => Said.Contains("pipeline.stopped"));
        var heartbeats = Source.Heartbeats;
        await Until(() => Source.Heartbeats > heartbeats + 3);
        Assert.That(Health.Problems.Single().Message, Is.EqualTo("Nothing of office travels: The disk is full."));
        isFull = false;
        await Until(() => Delivered("one").Count == 1 && Source.Last is { Health.Count: 0, LastAcknowledgedSequence: 1 });

        await stop.CancelAsync();
        await running;
    }

    private IEnumerable<string> Said => Source.Last?.Health.Select(problem => problem.Code) ?? [];
}
