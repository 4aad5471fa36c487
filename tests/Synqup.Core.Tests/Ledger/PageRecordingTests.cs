using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

internal sealed class PageRecordingTests : LedgerFixture
{
    [Test]
    public async Task New_documents_are_returned_in_the_order_of_the_page_with_rising_ids()
    {
        var recorded = await ListAsync(Some.Document("b", sequence: 1), Some.Document("a", sequence: 2));

        Assert.That(recorded.New.Select(entry => entry.Document.Id), Is.EqualTo(new[] { "b", "a" }));
        Assert.That(recorded.New[1].Id, Is.GreaterThan(recorded.New[0].Id));
    }

    [Test]
    public async Task What_is_returned_is_what_is_read_back_after_a_restart()
    {
        var entry = await ListOneAsync(Some.Document());
        await ReopenAsync();

        var read = (await DueAsync()).Single();
        Assert.That(read with { Document = entry.Document }, Is.EqualTo(entry));
        Assert.That(read.Document.Parts, Is.EqualTo(entry.Document.Parts));
        Assert.That(read.Document with { Parts = entry.Document.Parts }, Is.EqualTo(entry.Document));
    }

    [Test]
    public async Task The_cursor_is_kept_with_the_page()
    {
        await Ledger.RecordPageAsync(Source, new DocumentPage([Some.Document()], 17), full: false, CancellationToken.None);
        await ReopenAsync();

        Assert.That(await Ledger.CursorAsync(Source, CancellationToken.None), Is.EqualTo(new LedgerCursor(17, null)));
    }

    [Test]
    public async Task A_source_that_was_never_listed_has_no_cursor() =>
        Assert.That(await Ledger.CursorAsync("never", CancellationToken.None), Is.EqualTo(new LedgerCursor(null, null)));

    [Test]
    public async Task A_full_listing_is_remembered_and_an_ordinary_page_does_not_change_that()
    {
        var at = Time.GetUtcNow();
        await ListAsync(full: true, Some.Document());
        Time.Advance(TimeSpan.FromHours(1));
        await ListAsync(Some.Document("other", sequence: 2));

        Assert.That((await Ledger.CursorAsync(Source, CancellationToken.None)).LastFullListing, Is.EqualTo(at));
    }

    [Test]
    public async Task The_same_document_of_two_sources_is_two_deliveries()
    {
        await ListAsync(Some.Document());
        var recorded = await Ledger.RecordPageAsync("another", new DocumentPage([Some.Document()], 1), full: false, CancellationToken.None);

        Assert.That(recorded.New.Single().Source, Is.EqualTo("another"));
        Assert.That(await DueAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_same_item_twice_in_a_page_is_one_delivery()
    {
        var recorded = await ListAsync(Some.Document(), Some.Document());

        Assert.That((recorded.New.Count, recorded.Known), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task An_open_one_that_is_listed_again_gets_the_new_description_only()
    {
        var entry = await ListOneAsync(Some.Document(sequence: 1));
        var recorded = await ListAsync(Some.Document(sequence: 9) with { Total = "1210.00" });

        Assert.That((recorded.New.Count, recorded.Known), Is.EqualTo((0, 1)));
        var read = (await DueAsync()).Single();
        Assert.That((read.Id, read.Document.Sequence, read.Document.Total), Is.EqualTo((entry.Id, 9, "1210.00")));
    }

    [Test]
    public async Task Other_content_under_the_same_delivery_is_quarantined_and_reported()
    {
        await ListAsync(Some.Document());
        var recorded = await ListAsync(Some.Document(sha256: new string('0', 64)));

        Assert.That(recorded.ChangedAtSource.Single().State, Is.EqualTo(DeliveryState.Quarantined));
        Assert.That(recorded.ChangedAtSource.Single().Document.Parts[0].Sha256, Is.EqualTo(Some.Sha256), "the first description stays as evidence");
        Assert.That(await DueAsync(), Is.Empty);
        var item = (await OutboxAsync()).Single();
        Assert.That(item.Outcome, Is.EqualTo(AcknowledgementOutcome.Error));
        Assert.That(item.Reason, Does.Contain("Changed at the source"));
    }

    [Test]
    public async Task Other_content_while_publishing_changes_nothing_and_is_told()
    {
        await ListAsync(Some.Document());
        await PublishAsync(1, Some.Document());
        var recorded = await ListAsync(Some.Document(sha256: new string('0', 64)));

        Assert.That(recorded.ChangedAfterPublishing, Has.Count.EqualTo(1));
        Assert.That(await StateAsync(Some.Document()), Is.EqualTo(DeliveryState.Publishing));
    }

    [Test]
    public async Task A_delivered_one_that_is_listed_again_is_acknowledged_again_and_never_delivered_again()
    {
        await CompleteAsync(1, Some.Document());
        Assert.That(await OutboxAsync(), Is.Empty);
        var recorded = await ListAsync(full: true, Some.Document());

        Assert.That(recorded.New, Is.Empty);
        Assert.That(recorded.AcknowledgedAgain, Has.Count.EqualTo(1));
        Assert.That(await DueAsync(), Is.Empty);
        var item = (await OutboxAsync()).Single();
        Assert.That((item.Outcome, item.Files.Count), Is.EqualTo((AcknowledgementOutcome.Forwarded, 2)));
    }

    [Test]
    public async Task Listed_again_in_full_after_two_acknowledgements_is_shown_until_a_full_listing_is_without_it()
    {
        await CompleteAsync(1, Some.Document());
        await ListInFullAsync(Some.Document());
        await AnswerAsync(Some.Document());
        Assert.That(await Ledger.Queries.ListedAgainAsync(Source, 10, CancellationToken.None), Is.Empty);
        await ListInFullAsync(Some.Document());
        await ListAsync();

        Assert.That((await Ledger.Queries.ListedAgainAsync(Source, 10, CancellationToken.None)).Single().Entry.ListedAgain, Is.EqualTo(2));

        await ListInFullAsync();
        Assert.That(await Ledger.Queries.ListedAgainAsync(Source, 10, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task What_the_office_touches_between_two_full_listings_is_not_shown_as_listed_again()
    {
        await CompleteAsync(1, Some.Document());
        await ListInFullAsync(Some.Document());
        await ListAsync(Some.Document(sequence: 2));
        await ListAsync(Some.Document(sequence: 3));

        Assert.That(await Ledger.Queries.ListedAgainAsync(Source, 10, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_listing_that_crossed_the_acknowledgement_does_not_count()
    {
        await ListAsync(Some.Document());
        await PublishAsync(1, Some.Document());
        await DeliverAsync(Some.Document());
        await ListAsync(Some.Document());

        Assert.That((await EntryAsync(Some.Document())).ListedAgain, Is.Zero);
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_quarantined_one_that_the_source_still_offers_is_reported_again()
    {
        var entry = await ListOneAsync(Some.Document());
        await Ledger.QuarantineAsync([new Setback(entry.Id, "two customers share the folder", ReportError: true)], CancellationToken.None);
        await AnswerAsync(Some.Document(), outcome: AcknowledgementOutcome.Error);
        var recorded = await ListAsync(full: true, Some.Document());

        Assert.That((recorded.New.Count, recorded.Known), Is.EqualTo((0, 1)));
        Assert.That((await OutboxAsync()).Single().Reason, Is.EqualTo("two customers share the folder"));
    }

    [Test]
    public async Task A_withdrawn_one_that_is_listed_again_starts_again()
    {
        var entry = await ListOneAsync(Some.Document());
        await Ledger.WithdrawAsync([new Withdrawal(entry.Id, 1, "no longer shared")], CancellationToken.None);
        Assert.That(await DueAsync(), Is.Empty);
        var recorded = await ListAsync(Some.Document(sequence: 5));

        Assert.That(recorded.New.Single(), Has.Property(nameof(LedgerEntry.Id)).EqualTo(entry.Id).And.Property(nameof(LedgerEntry.Reason)).Null);
    }

    [TestCase(DeliveryState.Listed)]
    [TestCase(DeliveryState.Deferred)]
    [TestCase(DeliveryState.Quarantined)]
    [TestCase(DeliveryState.Rejected)]
    public async Task A_later_delivery_replaces_an_earlier_one_that_is(DeliveryState state)
    {
        var entry = await ListOneAsync(Some.Document(delivery: 1));
        Setback[] setbacks = [new Setback(entry.Id, "because", ReportError: false)];
        _ = state switch
        {
            DeliveryState.Deferred => await Ledger.DeferAsync(setbacks, CancellationToken.None),
            DeliveryState.Quarantined => await Ledger.QuarantineAsync(setbacks, CancellationToken.None),
            DeliveryState.Rejected => await Ledger.RejectAsync(setbacks, CancellationToken.None),
            _ => 0,
        };
        Assert.That(await StateAsync(Some.Document(delivery: 1)), Is.EqualTo(state));

        var recorded = await ListAsync(Some.Document(delivery: 2));

        Assert.That(recorded.New.Single().Document.DeliveryNumber, Is.EqualTo(2));
        Assert.That(recorded.Superseded.Single().Id, Is.EqualTo(entry.Id));
        Assert.That(await StateAsync(Some.Document(delivery: 1)), Is.EqualTo(DeliveryState.Superseded));
        Assert.That((await DueAsync()).Select(due => due.Document.DeliveryNumber), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task A_later_delivery_waits_while_an_earlier_one_is_publishing()
    {
        await ListAsync(Some.Document(delivery: 1));
        await PublishAsync(1, Some.Document(delivery: 1));
        var changed = Ledger.DueChanged(Source);
        var recorded = await ListAsync(Some.Document(delivery: 2));

        Assert.That((recorded.New.Count, recorded.Waiting.Count), Is.EqualTo((0, 1)));
        Assert.That(await DueAsync(), Is.Empty);
        Assert.That(changed.IsCompleted, Is.False);

        await DeliverAsync(Some.Document(delivery: 1));

        Assert.That(changed.IsCompleted);
        Assert.That((await DueAsync()).Single().Document.DeliveryNumber, Is.EqualTo(2));
    }

    [Test]
    public async Task A_delivery_that_waits_cannot_be_published()
    {
        await ListAsync(Some.Document(delivery: 1));
        await PublishAsync(1, Some.Document(delivery: 1));
        await ListAsync(Some.Document(delivery: 2));
        var refused = await Ledger.PublishingAsync(Some.Batch(2, [Some.Set(Some.Document(delivery: 2))]), CancellationToken.None);

        Assert.That(refused, Has.Count.EqualTo(1));
        Assert.That(await StateAsync(Some.Document(delivery: 2)), Is.EqualTo(DeliveryState.Listed));
    }

    [Test]
    public async Task A_publishing_one_that_ends_in_quarantine_is_replaced_by_the_one_that_waits()
    {
        await ListAsync(Some.Document(delivery: 1));
        await PublishAsync(1, Some.Document(delivery: 1));
        await ListAsync(Some.Document(delivery: 2));
        await QuarantineAsync(Some.Document(delivery: 1));

        Assert.That(await StateAsync(Some.Document(delivery: 1)), Is.EqualTo(DeliveryState.Superseded));
        Assert.That((await DueAsync()).Single().Document.DeliveryNumber, Is.EqualTo(2));
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task An_earlier_delivery_number_than_the_known_one_is_ignored()
    {
        await ListAsync(Some.Document(delivery: 2));
        var recorded = await ListAsync(Some.Document(delivery: 1));

        Assert.That((recorded.New.Count, recorded.Known), Is.EqualTo((0, 1)));
    }

    private Task<RecordedPage> ListInFullAsync(params DocumentDescription[] documents)
    {
        Time.Advance(TimeSpan.FromDays(1));
        return ListAsync(full: true, documents);
    }
}
