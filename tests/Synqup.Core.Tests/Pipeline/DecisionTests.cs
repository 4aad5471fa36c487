using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>What a person says in another process, and how it reaches the pipeline that owns the ledger.</summary>
internal sealed class DecisionTests : PipelineFixture
{
    [TestCase(DecisionKind.Imported, AcknowledgementOutcome.Forwarded)]
    [TestCase(DecisionKind.Drop, AcknowledgementOutcome.Error)]
    public async Task A_running_agent_carries_it_out_by_itself_and_the_source_hears_of_it(DecisionKind kind, AcknowledgementOutcome outcome)
    {
        await QuarantineAsync();
        var told = Source.Told.Count;
        await using var running = Run();
        await Until(() => Source.Heartbeats > 1);

        await SayAsync(kind);

        await Until(() => Source.Told.Count > told);
        Assert.That(Source.Told[^1].Outcome, Is.EqualTo(outcome));
        Assert.That(Delivered("one"), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_is_released_without_a_batch_travels_from_the_start(bool runs)
    {
        await QuarantineAsync();
        Source.Forwarded.Clear();
        if (!runs)
        {
            await SayAsync(DecisionKind.Release);
            await PassAsync();
        }
        else
        {
            await using var running = Run();
            await SayAsync(DecisionKind.Release);
            await Until(() => Delivered("one").Count > 0);
        }

        Assert.That(Delivered("one"), Is.EqualTo(["d1"]));
        Assert.That((await ItemAsync()).Decisions.Single().Succeeded, Is.True);
    }

    private async Task QuarantineAsync()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Forwarded.Add("d1");
        await PassAsync();
        Assert.That((await ItemAsync()).Entry.State, Is.EqualTo(DeliveryState.Quarantined));
    }

    private async Task SayAsync(DecisionKind kind) =>
        Decisions.Record(LedgerPath, [(await ItemAsync()).Entry.Id], new Decision(kind, "anna", Time.GetUtcNow(), null, null, null, null));

    private async Task<HistoryItem> ItemAsync() => (await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single();
}
