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
        await RejectAsync();
        var told = Source.Told.Count;
        await using var running = Run();
        await Until(() => Source.Heartbeats > 1);

        await SayAsync(kind);

        await Until(() => Source.Told.Count > told);
        Assert.That(Source.Told[^1].Outcome, Is.EqualTo(outcome));
        // From here on a document that travelled would arrive: the one behind it does.
        Source.Add("d2", "one");
        await Until(() => Source.Told.Any(one => one.DocumentId == "d2"));
        Assert.That(Delivered("one"), Is.EqualTo(new[] { "d2" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_is_released_without_a_batch_travels_from_the_start(bool runs)
    {
        await RejectAsync();
        if (!runs)
        {
            await SayAsync(DecisionKind.Release);
            await PassAsync();
        }
        else
        {
            await using var running = Run();
            await SayAsync(DecisionKind.Release);
            await Until(async () => (await ItemAsync()).Decisions.Single().EndedAt is not null);
        }

        Assert.That(Delivered("one"), Is.EqualTo(["d1"]));
        Assert.That((await ItemAsync()).Decisions.Single(), Has.Property("Succeeded").True.And.Property("Result").EqualTo("Published."));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_document_whose_name_is_taken_is_released_with_what_came_of_it(bool movedAway)
    {
        Configure("one");
        Source.Configure([Configuration("one", "one", "test") with { NameTaken = NameTaken.Quarantine }], [Customer("one", "one")]);
        var other = Path.Combine(Folder, "one", "one", "in", "d1.xml");
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        await File.WriteAllTextAsync(other, "another file");
        Source.Add("d1", "one");
        await PassAsync();
        var reason = (await ItemAsync()).Entry.Reason;
        Assert.That(reason, Does.Contain("is taken by another file"));
        if (movedAway)
            File.Delete(other);

        await SayAsync(DecisionKind.Release);
        await PassAsync();

        var decision = (await ItemAsync()).Decisions.Single();
        Assert.That((decision.Succeeded, decision.Result), Is.EqualTo(movedAway ? (true, "Published.") : (false, $"Not published: {reason}")));
        Assert.That((await ItemAsync()).Entry, Has.Property("State").EqualTo(movedAway ? DeliveryState.Acknowledged : DeliveryState.Quarantined).And.Property("Obstacle").EqualTo(movedAway ? Obstacle.None : Obstacle.NameTaken));
    }

    [Test]
    public async Task What_the_source_counts_as_forwarded_is_not_released()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Forwarded.Add("d1");
        await PassAsync();

        Assert.That(await SayAsync(DecisionKind.Release), Does.StartWith("Nothing was done").And.Contain("forwarded already").And.Contain("from the Console"));
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

    /// <summary>By a plugin that is mended since.</summary>
    private async Task RejectAsync()
    {
        Configure();
        Source.Add("d1", "one");
        await PassAsync();
        await Ledger.RejectAsync([new Setback((await ItemAsync()).Entry.Id, "Not this one.", ReportError: false)], CancellationToken.None);
        Configure("one");
    }

    /// <returns>Why it is not kept; null when it is.</returns>
    private async Task<string?> SayAsync(DecisionKind kind)
    {
        var id = (await ItemAsync()).Entry.Id;
        return Decisions.Record(LedgerPath, [id], new Decision(kind, "anna", Time.GetUtcNow(), null, null, null, null)).GetValueOrDefault(id);
    }

    private async Task<HistoryItem> ItemAsync() => (await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single();
}
