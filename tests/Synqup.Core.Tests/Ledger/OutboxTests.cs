using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

internal sealed class OutboxTests : LedgerFixture
{
    private readonly DocumentDescription _document = Some.Document(sequence: 42);

    private async Task DeliverOneAsync()
    {
        await ListAsync(_document);
        await PublishAsync(1, _document);
        await DeliverAsync(_document);
    }

    [Test]
    public async Task A_delivered_one_is_told_with_its_files_as_the_package_sees_them()
    {
        await DeliverOneAsync();
        var at = Time.GetUtcNow();
        await ReopenAsync();

        var item = (await OutboxAsync()).Single();
        Assert.That((item.DocumentId, item.DeliveryNumber, item.Outcome, item.At), Is.EqualTo((_document.Id, 1L, AcknowledgementOutcome.Forwarded, at)));
        Assert.That(item.Files.Select(file => file.Path), Is.EqualTo(new[] { $@"K:\Janssens\inbound\{_document.Id}.pdf", $@"K:\Janssens\inbound\{_document.Id}.xml" }));
        Assert.That(item.Files[0], Has.Property("Size").EqualTo(30).And.Property("Sha256").EqualTo(Some.Sha256));
    }

    [Test]
    public async Task It_stays_until_it_is_answered()
    {
        await DeliverOneAsync();
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(1));
        Assert.That(await OutboxAsync(), Has.Count.EqualTo(1));
        Assert.That(await AnswerAsync(_document), Is.EqualTo(1));

        Assert.That(await OutboxAsync(), Is.Empty);
        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Acknowledged));
    }

    [Test]
    public async Task It_comes_oldest_first_and_not_more_than_wanted()
    {
        var documents = Some.Documents(10);
        await ListAsync(documents);
        await PublishAsync(1, documents);
        await DeliverAsync([.. documents.Reverse()]);

        Assert.That(
            (await Ledger.OutboxAsync(Source, 4, CancellationToken.None)).Select(item => item.DocumentId), Is.EqualTo(documents.Take(4).Select(document => document.Id)));
        Assert.That(await Ledger.OutboxAsync("another", 4, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task An_answer_to_an_error_does_not_settle_the_delivery()
    {
        var entry = await ListOneAsync(_document);
        await Ledger.DeferAsync([new Setback(entry.Id, "offline", ReportError: true, Time.GetUtcNow())], CancellationToken.None);
        Assert.That(await AnswerAsync(_document, outcome: AcknowledgementOutcome.Error), Is.Zero);

        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Deferred));
        Assert.That(await OutboxAsync(), Is.Empty);
    }

    [Test]
    public async Task Error_and_forwarded_are_two_items()
    {
        var entry = await ListOneAsync(_document);
        await Ledger.DeferAsync([new Setback(entry.Id, "offline", ReportError: true, Time.GetUtcNow())], CancellationToken.None);
        await PublishAsync(1, _document);
        await DeliverAsync(_document);
        await AnswerAsync(_document, outcome: AcknowledgementOutcome.Error);

        Assert.That((await OutboxAsync()).Single().Outcome, Is.EqualTo(AcknowledgementOutcome.Forwarded));
    }

    [Test]
    public async Task An_error_that_waits_gets_the_latest_reason()
    {
        var entry = await ListOneAsync(_document);
        await Ledger.DeferAsync([new Setback(entry.Id, "first", ReportError: true, Time.GetUtcNow())], CancellationToken.None);
        await Ledger.QuarantineAsync([new Setback(entry.Id, "second", ReportError: true)], CancellationToken.None);

        Assert.That((await OutboxAsync()).Single().Reason, Is.EqualTo("second"));
    }

    [Test]
    public async Task An_invalid_one_leaves_the_outbox_and_a_reason_for_people()
    {
        await DeliverOneAsync();
        await AnswerAsync(_document, AcknowledgementStatus.Invalid, detail: "the path is too long");

        Assert.That(await OutboxAsync(), Is.Empty);
        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Delivered));
        var item = (await Ledger.Queries.AttentionAsync(Source, 0, 10, CancellationToken.None)).Single();
        Assert.That(item.Entry.Reason, Does.Contain("the path is too long"));
    }

    [Test]
    public async Task An_answer_for_an_unknown_delivery_is_ignored() =>
        Assert.That(await AnswerAsync(_document), Is.Zero);

    [Test]
    public async Task Who_waits_is_woken_when_something_comes_and_only_then()
    {
        await ListAsync(_document);
        var changed = Ledger.OutboxChanged(Source);
        await PublishAsync(1, _document);
        Assert.That(changed.IsCompleted, Is.False);
        await DeliverAsync(_document);

        Assert.That(changed.IsCompleted);
        Assert.That(Ledger.OutboxChanged(Source).IsCompleted, Is.False);
    }

    [Test]
    public async Task The_highest_settled_sequence_is_kept()
    {
        await DeliverOneAsync();
        Assert.That((await SummaryAsync()).LastAcknowledgedSequence, Is.Null);
        await AnswerAsync(_document);
        await CompleteAsync(2, Some.Document("earlier", sequence: 7));

        Assert.That((await SummaryAsync()).LastAcknowledgedSequence, Is.EqualTo(42));
    }

    private Task<LedgerSummary> SummaryAsync() => Ledger.Queries.SummaryAsync(Source, CancellationToken.None);
}
