using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

internal sealed class SetbacksTests : LedgerFixture
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private async Task<LedgerEntry> DeferAsync(DocumentDescription document, DateTimeOffset? due, bool report = false)
    {
        var entry = await ListOneAsync(document);
        await Ledger.DeferAsync([new Setback(entry.Id, "the share is offline", report, due)], CancellationToken.None);
        return entry;
    }

    [Test]
    public async Task A_deferred_one_is_due_at_its_time_and_not_before()
    {
        await DeferAsync(Some.Document(), Time.GetUtcNow() + Minute);
        Assert.That(await DueAsync(), Is.Empty);
        Time.Advance(Minute);

        var due = (await DueAsync()).Single();
        Assert.That((due.State, due.Attempts, due.Reason), Is.EqualTo((DeliveryState.Deferred, 1, "the share is offline")));
    }

    [Test]
    public async Task The_next_due_time_is_the_earliest_after_the_last_look()
    {
        var now = Time.GetUtcNow();
        await DeferAsync(Some.Document("a", sequence: 1), now + Minute);
        await DeferAsync(Some.Document("b", sequence: 2), now + (3 * Minute));
        await DeferAsync(Some.Document("c", sequence: 3), due: null);

        Assert.That(await Ledger.NextDueAsync(Source, now, CancellationToken.None), Is.EqualTo(now + Minute));
        Assert.That(await Ledger.NextDueAsync(Source, now + Minute, CancellationToken.None), Is.EqualTo(now + (3 * Minute)));
        Assert.That(await Ledger.NextDueAsync(Source, now + (3 * Minute), CancellationToken.None), Is.Null);
        Assert.That(await Ledger.NextDueAsync("another", now, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Deferring_wakes_who_waits_for_a_due_time_of_that_source()
    {
        var (mine, other) = (Ledger.DueChanged(Source), Ledger.DueChanged("another"));
        await DeferAsync(Some.Document(), Time.GetUtcNow() + Minute);

        Assert.That((mine.IsCompleted, other.IsCompleted), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task What_waits_for_the_configuration_is_due_when_it_is_released()
    {
        await DeferAsync(Some.Document("a", sequence: 1), due: null);
        await DeferAsync(Some.Document("b", sequence: 2), Time.GetUtcNow() + Minute);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await DueAsync(), Is.Empty);

        Assert.That(await Ledger.ReleaseUnroutableAsync(Source, CancellationToken.None), Is.EqualTo(1));
        Assert.That((await DueAsync()).Single().Document.Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task Due_entries_come_in_pages_in_the_order_of_their_ids()
    {
        await ListAsync(Some.Documents(25));
        var (seen, after) = (new List<long>(), 0L);
        while (await DueAsync(after, limit: 10) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(entry => entry.Id));
            after = page[^1].Id;
        }

        Assert.That(seen, Has.Count.EqualTo(25).And.Ordered.And.Unique);
    }

    [TestCase(DeliveryState.Deferred)]
    [TestCase(DeliveryState.Quarantined)]
    [TestCase(DeliveryState.Rejected)]
    public async Task The_source_is_told_the_reason_when_that_is_asked(DeliveryState state)
    {
        var entry = await ListOneAsync(Some.Document());
        var changed = Ledger.OutboxChanged(Source);
        await RecordAsync(state, new Setback(entry.Id, "a sentence", ReportError: true));

        Assert.That(await StateAsync(Some.Document()), Is.EqualTo(state));
        Assert.That((await EntryAsync(Some.Document())).Reason, Is.EqualTo("a sentence"));
        Assert.That(changed.IsCompleted);
        var item = (await OutboxAsync()).Single();
        Assert.That((item.Outcome, item.Reason, item.Files.Count), Is.EqualTo((AcknowledgementOutcome.Error, "a sentence", 0)));
    }

    [TestCase(DeliveryState.Deferred)]
    [TestCase(DeliveryState.Quarantined)]
    [TestCase(DeliveryState.Rejected)]
    [TestCase(DeliveryState.Withdrawn)]
    public async Task The_source_is_told_nothing_when_that_is_not_asked(DeliveryState state)
    {
        var entry = await ListOneAsync(Some.Document());
        await RecordAsync(state, new Setback(entry.Id, "a sentence", ReportError: false));

        Assert.That(await StateAsync(Some.Document()), Is.EqualTo(state));
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [TestCase(DeliveryState.Deferred)]
    [TestCase(DeliveryState.Quarantined)]
    [TestCase(DeliveryState.Rejected)]
    [TestCase(DeliveryState.Withdrawn)]
    public async Task What_is_in_a_batch_is_left_alone(DeliveryState state)
    {
        var entry = await ListOneAsync(Some.Document());
        await PublishAsync(1, Some.Document());

        Assert.That(await RecordAsync(state, new Setback(entry.Id, "too late", ReportError: true)), Is.Zero);
        Assert.That(await StateAsync(Some.Document()), Is.EqualTo(DeliveryState.Publishing));
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task A_withdrawal_does_not_close_what_was_listed_again_since_the_source_was_asked()
    {
        var entry = await ListOneAsync(Some.Document(sequence: 1));
        await ListAsync(Some.Document(sequence: 5));

        Assert.That(await Ledger.WithdrawAsync([new Withdrawal(entry.Id, 1, "no longer shared")], CancellationToken.None), Is.Empty);
        Assert.That((await DueAsync()).Select(due => due.Id), Is.EqualTo(new[] { entry.Id }), "it travels on, and not only after the next full listing");

        Assert.That(await Ledger.WithdrawAsync([new Withdrawal(entry.Id, 5, "no longer shared")], CancellationToken.None), Is.EqualTo(new[] { entry.Id }));
        Assert.That(await DueAsync(), Is.Empty);
    }

    /// <summary>It is asked at each change of the configuration, and a ledger keeps millions of deliveries.</summary>
    [Test]
    public void What_is_open_is_found_without_a_walk_through_all_that_was_delivered()
    {
        using var connection = new LedgerConnection(FilePath, create: false);
        var steps = new List<string>();
        using (var rows = connection.Query("EXPLAIN QUERY PLAN " + DueEntries.Open, Source, 0, 1000))
        {
            while (rows.Next())
                steps.Add(rows.Row.Text(3));
        }

        Assert.That(steps, Has.Some.Contains("delivery_undelivered (source=? AND id>?)").And.Some.Contains("delivery_attention"));
        Assert.That(steps, Has.None.Contains("delivery_key").And.None.Match("^SCAN (d|delivery)$").And.None.Contains("TEMP B-TREE"));
    }

    private async Task<int> RecordAsync(DeliveryState state, Setback setback) => state switch
    {
        DeliveryState.Deferred => await Ledger.DeferAsync([setback], CancellationToken.None),
        DeliveryState.Quarantined => await Ledger.QuarantineAsync([setback], CancellationToken.None),
        DeliveryState.Rejected => await Ledger.RejectAsync([setback], CancellationToken.None),
        _ => (await Ledger.WithdrawAsync([new Withdrawal(setback.EntryId, 1, setback.Reason)], CancellationToken.None)).Count,
    };
}
