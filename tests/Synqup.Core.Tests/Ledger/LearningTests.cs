using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

/// <summary>What an old ledger, or one that was made anew, hears from the source of documents that were delivered before.</summary>
internal sealed class LearningTests : LedgerFixture
{
    private static readonly DateTimeOffset Then = new(2026, 1, 4, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task A_document_that_it_knew_nothing_of_is_delivered_with_its_files_and_never_worked_on()
    {
        var document = Some.Document();
        Assert.That(await LearnAsync(document), Is.EqualTo(1));

        var item = (await Ledger.Queries.DocumentAsync(Source, document.Id, CancellationToken.None)).Single();
        var listed = await ListAsync(full: true, document);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((item.Entry.State, item.Entry.DeliveredAt, item.Entry.Forwarded), Is.EqualTo((DeliveryState.Acknowledged, (DateTimeOffset?)Then, true)));
            Assert.That(item.Files.Select(file => (file.FinalName, file.ShownPath)), Is.EqualTo(new[] { ("0198a.xml", @"K:\Janssens\0198a.xml") }));
            Assert.That(listed.New, Is.Empty);
            Assert.That(await DueAsync(), Is.Empty);
            Assert.That(await SumAsync(DeliveryState.Acknowledged), Is.EqualTo(1));
            Assert.That((await Ledger.CursorAsync(Source, CancellationToken.None)).After, Is.EqualTo(1), "only a listing says how far the source was listed");
        }
    }

    [TestCase(DeliveryState.Listed)]
    [TestCase(DeliveryState.Deferred)]
    [TestCase(DeliveryState.Publishing)]
    [TestCase(DeliveryState.Rejected)]
    [TestCase(DeliveryState.Withdrawn)]
    public async Task What_it_calls_open_is_delivered_too(DeliveryState state)
    {
        var document = Some.Document();
        await BringToAsync(document, state);

        Assert.That(await LearnAsync(document), Is.EqualTo(1));

        Assert.That(await StateAsync(document), Is.EqualTo(DeliveryState.Acknowledged));
        Assert.That(await DueAsync(), Is.Empty);
        Assert.That(await OutboxAsync(), Is.Empty, "what it said of an error before is no longer so");
        Assert.That(await SumAsync(state), Is.Zero);
        Assert.That((await LearnedAsync())!.Documents.Single().Entry.Document.Id, Is.EqualTo(document.Id));
    }

    [TestCase(DeliveryState.Delivered)]
    [TestCase(DeliveryState.Acknowledged)]
    [TestCase(DeliveryState.Quarantined, Description = "in a batch: its evidence may be newer than what the source was told")]
    [TestCase(DeliveryState.Discarded)]
    public async Task What_it_knows_better_stays_as_it_is_and_is_no_problem(DeliveryState state)
    {
        var document = Some.Document();
        await BringToAsync(document, state);

        Assert.That(await LearnAsync(document), Is.Zero);

        Assert.That(await StateAsync(document), Is.EqualTo(state));
        Assert.That(await LearnedAsync(), Is.Null);
    }

    [Test]
    public async Task A_later_delivery_that_was_delivered_replaces_the_one_that_it_calls_open()
    {
        await ListAsync(Some.Document());

        await LearnAsync(Some.Document(delivery: 2, sequence: 9));

        var states = (await Ledger.Queries.DocumentAsync(Source, "0198a", CancellationToken.None)).Select(item => item.Entry.State);
        Assert.That(states, Is.EqualTo(new[] { DeliveryState.Acknowledged, DeliveryState.Superseded }));
        Assert.That(await DueAsync(), Is.Empty);
    }

    [Test]
    public async Task A_later_delivery_that_waited_for_one_that_was_delivered_is_due()
    {
        var document = Some.Document();
        await BringToAsync(document, DeliveryState.Publishing);
        await ListAsync(Some.Document(delivery: 2, sequence: 2));

        await LearnAsync(document);

        Assert.That((await DueAsync()).Single().Document.DeliveryNumber, Is.EqualTo(2));
    }

    [Test]
    public async Task They_are_open_the_last_delivered_first_until_a_person_has_looked_or_they_are_on_their_way_again()
    {
        var documents = Some.Documents(30);
        await Ledger.LearnAsync(Source, [.. documents.Select((document, i) => Delivered(document, Then.AddMinutes(i)))], CancellationToken.None);

        var open = (await LearnedAsync(limit: 2))!;
        Assert.That((open.Count, open.Documents[0].Entry.Document.Id), Is.EqualTo((30L, documents[29].Id)));
        await ListAsync(documents[0] with { DeliveryNumber = 2, Sequence = 99 });
        Assert.That((await LearnedAsync())!.Count, Is.EqualTo(29));

        await LearnAsync(Some.Document("later", sequence: 77));
        Learning.Close(FilePath, Source, open.Last);
        Assert.That((await LearnedAsync())!.Documents.Single().Entry.Document.Id, Is.EqualTo("later"), "nobody has looked at what came since");
        Learning.Close(FilePath, Source, long.MaxValue);

        Assert.That(await LearnedAsync(), Is.Null);
    }

    private async Task BringToAsync(DocumentDescription document, DeliveryState state)
    {
        await ListAsync(document);
        var id = (await EntryAsync(document)).Id;
        switch (state)
        {
            case DeliveryState.Deferred:
                await Ledger.DeferAsync([new Setback(id, "away", ReportError: true, Time.GetUtcNow().AddHours(1))], CancellationToken.None);
                break;
            case DeliveryState.Rejected:
                await Ledger.RejectAsync([new Setback(id, "no", ReportError: true)], CancellationToken.None);
                break;
            case DeliveryState.Discarded:
                await Ledger.RejectAsync([new Setback(id, "no", ReportError: true)], CancellationToken.None);
                await DecideAsync(document, DecisionKind.Drop);
                break;
            case DeliveryState.Withdrawn:
                await Ledger.WithdrawAsync([new Withdrawal(id, document.Sequence, "gone")], CancellationToken.None);
                break;
            case DeliveryState.Publishing or DeliveryState.Quarantined or DeliveryState.Delivered or DeliveryState.Acknowledged:
                await PublishAsync(1, document);
                if (state is DeliveryState.Quarantined)
                    await QuarantineAsync(document);
                else if (state is not DeliveryState.Publishing)
                    await DeliverAsync(document);
                if (state is DeliveryState.Acknowledged)
                    await AnswerAsync(document);
                break;
        }

        Assert.That(await StateAsync(document), Is.EqualTo(state));
    }

    private static DeliveredDocument Delivered(DocumentDescription document, DateTimeOffset at) => new(document, at, [new AcknowledgedFile($@"K:\Janssens\{document.Id}.xml", 30, Some.Sha256)]);

    private Task<int> LearnAsync(DocumentDescription document) => Ledger.LearnAsync(Source, [Delivered(document, Then)], CancellationToken.None);

    private Task<LearnedDocuments?> LearnedAsync(int limit = 10) => Ledger.Queries.LearnedAsync(Source, limit, CancellationToken.None);

    private async Task<long> SumAsync(DeliveryState state) => (await Ledger.Queries.SummaryAsync(Source, CancellationToken.None)).ByState[state];
}
