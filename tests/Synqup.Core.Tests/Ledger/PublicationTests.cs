using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

internal sealed class PublicationTests : LedgerFixture
{
    private readonly DocumentDescription _document = Some.Document();

    private Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch) => Ledger.PublishingAsync(batch, CancellationToken.None);

    [Test]
    public async Task A_batch_is_read_back_as_it_was_written()
    {
        await ListAsync(_document);
        var batch = Some.Batch(7, [Some.Set(_document)]);
        Assert.That(await PublishingAsync(batch), Is.Empty);
        await ReopenAsync();

        var history = await Ledger.ReadRootAsync(Root, CancellationToken.None);
        Assert.That(history.NewestBatch, Is.EqualTo(7));
        var read = history.Batches.Single();
        Assert.That(read with { Sets = batch.Sets }, Is.EqualTo(batch));
        var set = read.Sets.Single();
        Assert.That(set with { Document = _document, Files = batch.Sets[0].Files }, Is.EqualTo(batch.Sets[0]));
        Assert.That(set.Document with { Parts = _document.Parts }, Is.EqualTo(_document));
        Assert.That(set.Document.Parts, Is.EqualTo(_document.Parts));
        Assert.That(set.Files, Is.EqualTo(batch.Sets[0].Files));
        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Publishing));
        Assert.That(await DueAsync(), Is.Empty);
    }

    [Test]
    public async Task A_root_without_batches_is_empty()
    {
        var history = await Ledger.ReadRootAsync("/mnt/other", CancellationToken.None);

        Assert.That((history.NewestBatch, history.Batches.Count), Is.EqualTo((0L, 0)));
    }

    [Test]
    public async Task States_are_answered_in_order_and_null_for_what_is_unknown()
    {
        await ListAsync(_document);

        Assert.That(
            await Ledger.StatesAsync([Some.Set(Some.Document("unknown")), Some.Set(_document)], CancellationToken.None),
            Is.EqualTo(new DeliveryState?[] { null, DeliveryState.Listed }));
    }

    [Test]
    public async Task A_manifest_that_the_ledger_does_not_know_makes_the_rows()
    {
        Assert.That(await PublishingAsync(Some.Batch(3, [Some.Set(_document)])), Is.Empty);

        var entry = await EntryAsync(_document);
        Assert.That((entry.State, entry.Document.Number), Is.EqualTo((DeliveryState.Publishing, _document.Number)));
        Assert.That((await ListAsync(_document)).Known, Is.EqualTo(1), "and it is the delivery that the source lists");
    }

    [Test]
    public async Task The_same_batch_again_gives_a_set_other_names_and_keeps_the_rest()
    {
        var other = Some.Document("other", sequence: 2);
        await ListAsync(_document, other);
        await PublishAsync(1, _document, other);
        await PublishingAsync(Some.Batch(1, [Some.Set(_document, name: "renamed_2")]));

        var sets = (await Ledger.ReadRootAsync(Root, CancellationToken.None)).Batches.Single().Sets;
        Assert.That(sets.Select(set => set.Files[1].FinalName), Is.EqualTo(new[] { "renamed_2.xml", "other.xml" }));
    }

    [TestCase(DeliveryState.Quarantined)]
    [TestCase(DeliveryState.Rejected)]
    [TestCase(DeliveryState.Withdrawn)]
    [TestCase(DeliveryState.Superseded)]
    [TestCase(DeliveryState.Publishing)]
    [TestCase(DeliveryState.Delivered)]
    [TestCase(DeliveryState.Acknowledged)]
    public async Task A_set_may_not_be_published_when_it_is(DeliveryState state)
    {
        var entry = await ListOneAsync(_document);
        Setback[] setbacks = [new Setback(entry.Id, "because", ReportError: false)];
        switch (state)
        {
            case DeliveryState.Quarantined: await Ledger.QuarantineAsync(setbacks, CancellationToken.None); break;
            case DeliveryState.Rejected: await Ledger.RejectAsync(setbacks, CancellationToken.None); break;
            case DeliveryState.Withdrawn: await Ledger.WithdrawAsync([new Withdrawal(entry.Id, _document.Sequence, "because")], CancellationToken.None); break;
            case DeliveryState.Superseded: await ListAsync(Some.Document(delivery: 2)); break;
            default: await PublishAsync(1, _document); break;
        }

        if (state is DeliveryState.Delivered or DeliveryState.Acknowledged)
            await DeliverAsync(_document);
        if (state is DeliveryState.Acknowledged)
            await AnswerAsync(_document);
        Assert.That(await StateAsync(_document), Is.EqualTo(state));

        var good = Some.Document("good", sequence: 9);
        await ListAsync(good);
        var refused = await PublishingAsync(Some.Batch(2, [Some.Set(_document), Some.Set(good)]));

        Assert.That(refused.Single().DocumentId, Is.EqualTo(_document.Id));
        Assert.That(await StateAsync(_document), Is.EqualTo(state));
        Assert.That(await StateAsync(good), Is.EqualTo(DeliveryState.Publishing));
    }

    [TestCase(1, "its own", false)]
    [TestCase(1, "another", true)]
    [TestCase(2, "its own", true)]
    public async Task A_set_that_is_publishing_moves_to_another_root_only_with_its_batch_and_its_staged_files(long number, string name, bool isRefused)
    {
        await ListAsync(_document);
        await PublishingAsync(Some.Batch(1, [Some.Set(_document, "its own")]));

        var refused = await PublishingAsync(Some.Batch(number, [Some.Set(_document, name)], root: "/mnt/moved"));

        Assert.That(refused, Has.Count.EqualTo(isRefused ? 1 : 0));
        Assert.That((await Ledger.ReadRootAsync(Root, CancellationToken.None)).Batches, Has.Count.EqualTo(isRefused ? 1 : 0));
    }

    [Test]
    public async Task A_quarantined_set_is_released_under_its_own_batch()
    {
        await ListAsync(_document);
        await PublishAsync(1, _document);
        await QuarantineAsync(_document);

        Assert.That(await PublishingAsync(Some.Batch(1, [Some.Set(_document)])), Is.Empty);
        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Publishing));
        Assert.That((await EntryAsync(_document)).Reason, Is.Null);
    }

    [Test]
    public async Task What_was_deferred_before_is_delivered_without_a_reason()
    {
        var entry = await ListOneAsync(_document);
        await Ledger.DeferAsync([new Setback(entry.Id, "offline", ReportError: false, Time.GetUtcNow())], CancellationToken.None);
        await PublishAsync(1, _document);
        await DeliverAsync(_document);

        Assert.That(await EntryAsync(_document), Has.Property(nameof(LedgerEntry.Reason)).Null.And.Property(nameof(LedgerEntry.DueAt)).Null);
    }

    [Test]
    public async Task Delivered_says_when_and_whether_it_was_seen()
    {
        await ListAsync(_document);
        await PublishAsync(1, _document);
        Time.Advance(TimeSpan.FromMinutes(2));
        await Ledger.SettleAsync([new SetOutcome(Source, _document.Id, 1, DeliveryState.Delivered, Unseen: true)], CancellationToken.None);

        var entry = await EntryAsync(_document);
        Assert.That((entry.State, entry.DeliveredAt, entry.Unseen), Is.EqualTo((DeliveryState.Delivered, (DateTimeOffset?)Time.GetUtcNow(), true)));
    }

    [Test]
    public async Task Settling_twice_changes_nothing()
    {
        await ListAsync(_document);
        await PublishAsync(1, _document);
        await DeliverAsync(_document);
        await AnswerAsync(_document);
        await DeliverAsync(_document);

        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Acknowledged));
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task A_delivered_one_that_is_in_doubt_after_all_takes_back_what_was_to_be_said()
    {
        await ListAsync(_document);
        await PublishAsync(1, _document);
        await DeliverAsync(_document);
        await QuarantineAsync(_document, "possibly imported");

        var item = (await OutboxAsync()).Single();
        Assert.That((item.Outcome, item.Reason), Is.EqualTo((AcknowledgementOutcome.Error, "possibly imported")));
    }

    [Test]
    public async Task An_acknowledged_one_that_is_in_doubt_is_not_reported_because_forwarded_is_final()
    {
        await CompleteAsync(1, _document);
        await QuarantineAsync(_document);

        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Quarantined));
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task A_batch_is_closed_when_none_of_its_sets_is_open()
    {
        var (forwarded, quarantined) = (Some.Document("a", sequence: 1), Some.Document("b", sequence: 2));
        await ListAsync(forwarded, quarantined);
        await PublishAsync(1, forwarded, quarantined);
        Assert.That(await ClosedAsync(), Is.Empty);
        await DeliverAsync(forwarded);
        await QuarantineAsync(quarantined);
        await AnswerAsync(forwarded);
        Assert.That(await ClosedAsync(), Is.Empty, "one needs a person");
        await DecideAsync(quarantined, DecisionKind.Drop);

        Assert.That(await ClosedAsync(), Is.EqualTo(new long[] { 1 }));
    }

    [TestCase(AcknowledgementStatus.Accepted, true)]
    [TestCase(AcknowledgementStatus.AlreadyKnown, true)]
    [TestCase(AcknowledgementStatus.Superseded, true)]
    [TestCase(AcknowledgementStatus.Unknown, true)]
    [TestCase(AcknowledgementStatus.NotAssigned, true)]
    [TestCase(AcknowledgementStatus.Invalid, false)]
    public async Task A_batch_is_closed_by_the_answer(AcknowledgementStatus status, bool isClosed)
    {
        await ListAsync(_document);
        await PublishAsync(1, _document);
        await DeliverAsync(_document);
        await AnswerAsync(_document, status);

        Assert.That(await ClosedAsync(), Has.Count.EqualTo(isClosed ? 1 : 0));
    }

    [Test]
    public async Task A_forgotten_batch_is_gone_and_its_number_and_rows_stay()
    {
        await CompleteAsync(4, _document);
        await Ledger.ForgetBatchesAsync(Root, [4], CancellationToken.None);

        var history = await Ledger.ReadRootAsync(Root, CancellationToken.None);
        Assert.That((history.NewestBatch, history.Batches.Count), Is.EqualTo((4L, 0)));
        Assert.That(await ClosedAsync(), Is.Empty);
        var item = (await HistoryAsync(new HistoryFilter())).Single();
        Assert.That((item.Entry.State, item.Root, item.Batch, item.ConfigurationId, item.Files.Count), Is.EqualTo((DeliveryState.Acknowledged, Root, 4L, "configuration-1", 2)));
    }

    [Test]
    public async Task A_power_cut_after_the_commit_leaves_the_batch_in_publishing()
    {
        await ListAsync(_document);
        await PublishAsync(1, _document);
        await using var copy = await OpenCopyAsync("copy.db");

        Assert.That((await copy.ReadRootAsync(Root, CancellationToken.None)).Batches.Single().Sets, Has.Count.EqualTo(1));
        Assert.That(await copy.StatesAsync([Some.Set(_document)], CancellationToken.None), Is.EqualTo(new DeliveryState?[] { DeliveryState.Publishing }));
    }

    private Task<IReadOnlyList<long>> ClosedAsync() => Ledger.ClosedBatchesAsync(Root, CancellationToken.None);

    private Task<IReadOnlyList<HistoryItem>> HistoryAsync(HistoryFilter filter) => Ledger.Queries.HistoryAsync(filter, CancellationToken.None);
}
