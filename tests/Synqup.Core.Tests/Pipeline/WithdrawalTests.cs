using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>What becomes of documents that the source offers no more, and offers again.</summary>
internal sealed class WithdrawalTests : PipelineFixture
{
    [Test]
    public async Task A_document_that_is_no_longer_shared_is_closed_without_a_word()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Add("d2", "one");
        Source.Gone.Add("d1");

        await PassAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await EntryAsync("d1")).State, Is.EqualTo(DeliveryState.Withdrawn));
            Assert.That(Source.Told.Select(a => a.DocumentId), Is.EqualTo(["d2"]));
        }
    }

    [Test]
    public async Task What_waits_is_closed_once_its_customer_shares_no_more_and_travels_once_he_does_again()
    {
        Configure("one", "away");
        Directory.Delete(Path.Combine(Folder, "away"), recursive: true);
        Source.Add("d1", "away");
        Source.Add("d2", "stranger");
        await PassAsync();

        Source.Gone.Add("d1");
        Source.Gone.Add("d2");
        Configure("one");
        await PassAsync();
        Assert.That(Health.Problems.Select(p => p.Code), Has.None.EqualTo(WaitingWatch.Code), "a pass says how it left things");
        Source.Gone.Remove("d2");
        Source.Add("d2", "stranger");
        await PassAsync();

        var waiting = await Ledger.Queries.WaitingAsync("office", CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await EntryAsync("d1")).State, Is.EqualTo(DeliveryState.Withdrawn));
            Assert.That((await EntryAsync("d1")).Reason, Does.StartWith("Not delivered, since office offers it to this agent no longer: It is no longer shared.").And.Contain("let the office"));
            Assert.That(waiting.Select(w => w.DocumentId), Is.EqualTo(["d2"]), "what the source still offers waits on");
            Assert.That(Source.Told, Is.Empty, "nobody is told of an error that is none");
        }

        Source.Gone.Clear();
        Configure("one", "away");
        Source.Add("d1", "away");
        await PassAsync();

        Assert.That(Delivered("away"), Is.EqualTo(["d1"]));
    }

    [Test]
    public async Task What_needs_a_person_is_closed_too_once_another_agent_has_it_unless_some_of_it_was_published([Values] bool published)
    {
        Configure("one");
        Source.Add("d1", "one");
        if (published)
        {
            await PassAsync();
            await Ledger.SettleAsync([new SetOutcome("office", "d1", 1, DeliveryState.Quarantined, Reason: "Possibly imported.")], CancellationToken.None);
        }
        else
        {
            Source.Forwarded.Add("d1");
            await PassAsync();
        }
        Assert.That((await EntryAsync("d1")).State, Is.EqualTo(DeliveryState.Quarantined));

        Source.Gone.Add("d1");
        Configure("one", "another");
        await PassAsync();

        Assert.That((await EntryAsync("d1")).State, Is.EqualTo(published ? DeliveryState.Quarantined : DeliveryState.Withdrawn));
    }

    [Test]
    public async Task What_waits_is_closed_while_the_agent_runs_too()
    {
        Configure("one");
        Source.Add("d1", "stranger");
        await using var running = Run();
        await Until(() => Progress.DeferredCount == 1);

        Source.Gone.Add("d1");
        Configure("one", "another");

        await Until(() => Progress.WithdrawnCount == 1);
        Assert.That((await EntryAsync("d1")).State, Is.EqualTo(DeliveryState.Withdrawn));
    }

    [Test]
    public async Task What_a_configuration_took_is_released_as_soon_as_it_is_closed_here()
    {
        Configure("one");
        Source.Add("d1", "stranger");
        await using var running = Run();
        await Until(() => Progress.DeferredCount == 1 && Source.Last is { Released: true, Configuration: "v1" });

        Source.Gone.Add("d1");
        Source.OfferFailures.Enqueue(new SourceException(SourceFailure.Unavailable, "away"));
        Configure("one", "another");

        var states = new List<DeliveryState>();
        await Until(async () =>
        {
            // In this order: the heartbeat first, then what the ledger knew at the latest by then.
            var said = Source.Last is { Released: true, Configuration: "v2" };
            if (said)
                states.Add((await EntryAsync("d1")).State);
            return said;
        });
        Assert.That(states, Is.EqualTo([DeliveryState.Withdrawn]));
    }

    [Test]
    public async Task Nothing_is_released_while_something_is_open_here()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Listens = false;
        await using var running = Run();
        await Until(() => Delivered("one").Count == 1);
        var before = Source.Heartbeats;
        await Until(() => Source.Heartbeats > before + 1);

        Assert.That(Source.Last!.Released, Is.False);
        Source.Listens = true;

        await Until(() => Source.Last is { Released: true, Configuration: "v1" });
    }

    [Test]
    public async Task A_source_that_does_not_say_what_it_offers_is_asked_again()
    {
        Configure("one");
        Source.Add("d1", "stranger");
        await using var running = Run();
        await Until(() => Progress.DeferredCount == 1);

        Source.Gone.Add("d1");
        Source.OfferFailures.Enqueue(new SourceException(SourceFailure.Unavailable, "away"));
        Configure("one", "another");

        await Until(() => Progress.WithdrawnCount == 1);
    }

    [Test]
    public async Task A_document_that_is_shared_again_while_it_is_being_withdrawn_travels_on()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Gone.Add("d1");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Source.Ready = asked.Task;
        await using var running = Run();
        await Until(() => Source.Fetches == 1);

        Source.Gone.Clear();
        Source.Add("d1", "one");
        await Until(async () => (await EntryAsync("d1")).Document.Sequence == 2);
        asked.SetResult();

        await Until(() => Delivered("one").Count == 1);
    }

    private async Task<LedgerEntry> EntryAsync(string id) => (await Ledger.Queries.DocumentAsync("office", id, CancellationToken.None)).Single().Entry;
}
