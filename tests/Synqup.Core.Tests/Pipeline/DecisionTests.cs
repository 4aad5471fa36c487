using Synqup.Core.Ledger;
using Synqup.Core.Sources;
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

    [Test]
    public async Task What_a_batch_holds_is_not_released_once_the_source_may_have_given_it_to_another_agent()
    {
        await QuarantineInBatchAsync();
        Source.Gone.Add("d1");
        await using var running = Run();

        await SayAsync(DecisionKind.Release);

        await Until(async () => (await ItemAsync()).Decisions.Single().EndedAt is not null);
        var ended = (await ItemAsync()).Decisions.Single();
        Assert.That((ended.Succeeded, ended.Result), Is.EqualTo((false,
            "Not published, since office offers it to this agent no longer: It is no longer shared. If the accounting package has it, say 'synqup quarantine imported d1'; otherwise 'synqup quarantine drop d1'.")));
    }

    [Test]
    public async Task A_release_of_what_a_batch_holds_waits_for_a_source_that_does_not_answer()
    {
        await QuarantineInBatchAsync();
        for (var i = 0; i < 3; i++)
            Source.OfferFailures.Enqueue(new SourceException(SourceFailure.Unavailable, "The portal is away."));
        await SayAsync(DecisionKind.Release);
        await using var running = Run();

        await Until(async () => (await ItemAsync()).Decisions.Single().Result == "The portal is away.");
        await Until(async () => (await ItemAsync()).Decisions.Single() is { EndedAt: null, Result: not "The portal is away." });
    }

    /// <summary>Published, as the ledger knows, in a folder that is not there, and in doubt.</summary>
    private async Task QuarantineInBatchAsync()
    {
        Configure("one");
        Source.Add("d1", "stranger");
        await PassAsync();
        var document = (await ItemAsync()).Entry.Document;
        SetRecord set = new("office", document, "one", [new FileRecord(0, "ubl", "", "", "part", "d1.xml", "/gone/d1.xml", 30, new string('0', 64))]);
        await Ledger.PublishingAsync(new BatchRecord("/gone", 1, "boot", "v1", DateTimeOffset.UnixEpoch, [set]), CancellationToken.None);
        await Ledger.SettleAsync([new SetOutcome("office", "d1", 1, DeliveryState.Quarantined, Reason: "Possibly imported.")], CancellationToken.None);
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
