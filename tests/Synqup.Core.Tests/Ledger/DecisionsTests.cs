using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

/// <summary>What people decide in another process, and what the ledger makes of it.</summary>
internal sealed class DecisionsTests : LedgerFixture
{
    private readonly DocumentDescription _document = Some.Document();

    [TestCase("quarantined", DecisionKind.Release, DeliveryState.Deferred, null)]
    [TestCase("quarantined", DecisionKind.Imported, DeliveryState.Delivered, AcknowledgementOutcome.Forwarded)]
    [TestCase("quarantined", DecisionKind.Drop, DeliveryState.Discarded, AcknowledgementOutcome.Error)]
    [TestCase("rejected", DecisionKind.Release, DeliveryState.Deferred, null)]
    [TestCase("rejected", DecisionKind.Imported, DeliveryState.Delivered, AcknowledgementOutcome.Forwarded)]
    [TestCase("rejected", DecisionKind.Drop, DeliveryState.Discarded, AcknowledgementOutcome.Error)]
    [TestCase("in a batch", DecisionKind.Imported, DeliveryState.Delivered, AcknowledgementOutcome.Forwarded)]
    [TestCase("in a batch", DecisionKind.Drop, DeliveryState.Discarded, AcknowledgementOutcome.Error)]
    public async Task A_decision_brings_the_document_to_its_state_tells_the_source_and_is_kept(string how, DecisionKind kind, DeliveryState expected, AcknowledgementOutcome? told)
    {
        await BringToAsync(how);
        await AnswerAsync(_document, outcome: AcknowledgementOutcome.Error);
        var (changed, due) = (Ledger.OutboxChanged(Source), Ledger.DueChanged(Source));
        Time.Advance(TimeSpan.FromMinutes(1));

        await DecideAsync(_document, kind, "I looked");

        var item = await ItemAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(item.Entry.State, Is.EqualTo(expected));
            Assert.That((await OutboxAsync()).Select(one => (AcknowledgementOutcome?)one.Outcome), told is null ? Is.Empty : Is.EqualTo(new[] { told }));
            Assert.That(changed.IsCompleted, Is.EqualTo(told is not null), "who tells the source is woken");
            Assert.That(due.IsCompleted, Is.EqualTo(expected == DeliveryState.Deferred), "who takes up what is due is woken");
            Assert.That(await DueAsync(), Has.Count.EqualTo(expected == DeliveryState.Deferred ? 1 : 0));
            Assert.That(item.Decisions.Single(), Is.EqualTo(new Decision(kind, "anna", Time.GetUtcNow(), "I looked", Time.GetUtcNow(), true, item.Decisions[0].Result)));
            Assert.That(item.Decisions[0].Result, Does.EndWith("."));
            Assert.That((await Ledger.Queries.SummaryAsync(Source, CancellationToken.None)).ByState.Where(one => one.Value != 0), Is.EqualTo(new[] { KeyValuePair.Create(expected, 1L) }));
            Assert.That(await Ledger.Queries.QuarantineAsync(Source, CancellationToken.None), Is.Empty);
        }
    }

    [Test]
    public async Task What_a_batch_holds_is_released_by_its_root_only_because_it_may_be_visible()
    {
        await BringToAsync("in a batch");

        await DecideAsync(_document, DecisionKind.Release);

        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Quarantined));
        Assert.That((await Ledger.DecisionsAsync(Source, CancellationToken.None)).Single().Root, Is.EqualTo(Root));
    }

    [Test]
    public async Task The_source_is_told_who_dropped_a_document_and_why()
    {
        await BringToAsync("rejected");

        await DecideAsync(_document, DecisionKind.Drop, "not for this dossier");

        Assert.That((await OutboxAsync()).Single().Reason, Is.EqualTo("Dropped by anna at the agent: not for this dossier."));
    }

    [Test]
    public async Task A_later_decision_replaces_one_that_was_not_begun_and_both_are_kept()
    {
        await BringToAsync("quarantined");
        await SayAsync(_document, DecisionKind.Drop);

        await DecideAsync(_document, DecisionKind.Imported);

        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Delivered));
        Assert.That((await ItemAsync()).Decisions.Select(one => (one.Kind, one.Succeeded)), Is.EqualTo(new (DecisionKind, bool?)[] { (DecisionKind.Drop, false), (DecisionKind.Imported, true) }));
    }

    [TestCase(DecisionKind.Imported, DeliveryState.Delivered)]
    [TestCase(DecisionKind.Drop, DeliveryState.Discarded)]
    public async Task A_release_that_was_replaced_before_it_began_does_not_publish_any_more(DecisionKind kind, DeliveryState expected)
    {
        await BringToAsync("in a batch");
        await SayAsync(_document, DecisionKind.Release);
        await SayAsync(_document, kind);

        await PublishAsync(1, _document);
        await CarryOutAsync();

        Assert.That(await StateAsync(_document), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_document_that_needs_nobody_takes_no_decision()
    {
        await CompleteAsync(1, _document);

        Assert.That(await SayAsync(_document, DecisionKind.Drop), Is.EqualTo(DeliveryState.Acknowledged));
        Assert.That((await ItemAsync()).Decisions, Is.Empty);
    }

    [TestCase("quarantined")]
    [TestCase("in a batch")]
    public async Task A_document_that_the_office_delivered_again_meanwhile_is_left_alone_and_the_decision_says_so(string how)
    {
        await BringToAsync(how);
        await SayAsync(_document, DecisionKind.Imported);
        await ListAsync(Some.Document(delivery: 2, sequence: 2));

        await CarryOutAsync();

        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Superseded));
        var decision = (await Ledger.Queries.DocumentAsync(Source, _document.Id, CancellationToken.None))[1].Decisions.Single();
        Assert.That((decision.Succeeded, decision.Result), Is.EqualTo(((bool?)false, "Nothing was done: meanwhile the document is superseded.")));
    }

    [Test]
    public async Task What_a_decision_waits_for_is_said_until_it_ends()
    {
        await BringToAsync("in a batch");
        await SayAsync(_document, DecisionKind.Release);
        var open = (await Ledger.DecisionsAsync(Source, CancellationToken.None)).Single();

        await Ledger.WaitAsync(open, "Its folder is away.", CancellationToken.None);
        Assert.That((await ItemAsync()).Decisions.Single(), Has.Property("EndedAt").Null.And.Property("Result").EqualTo("Its folder is away."));

        await Ledger.RefuseAsync(open, "Its file is gone.", CancellationToken.None);
        Assert.That((await ItemAsync()).Decisions.Single(), Has.Property("Succeeded").False.And.Property("Result").EqualTo("Its file is gone."));
        Assert.That(await Ledger.DecisionsAsync(Source, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_decision_is_of_its_source_only()
    {
        await BringToAsync("quarantined");
        await SayAsync(_document, DecisionKind.Drop);

        Assert.That(await Ledger.DecisionsAsync("another", CancellationToken.None), Is.Empty);
        Assert.That(await Ledger.DecisionsAsync(Source, CancellationToken.None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_redelivery_is_waited_for_by_nothing_that_was_decided()
    {
        await BringToAsync("in a batch");
        await DecideAsync(_document, DecisionKind.Drop);

        await ListAsync(Some.Document(delivery: 2, sequence: 2));

        Assert.That((await DueAsync()).Single().Document.DeliveryNumber, Is.EqualTo(2), "the office may change its mind");
    }

    private async Task BringToAsync(string how)
    {
        var entry = await ListOneAsync(_document);
        if (how == "in a batch")
        {
            await PublishAsync(1, _document);
            await QuarantineAsync(_document);
        }
        else
        {
            var setback = new Setback(entry.Id, "because", ReportError: true);
            await (how == "rejected" ? Ledger.RejectAsync([setback], CancellationToken.None) : Ledger.QuarantineAsync([setback], CancellationToken.None));
        }
    }

    private async Task<HistoryItem> ItemAsync() => (await Ledger.Queries.DocumentAsync(Source, _document.Id, CancellationToken.None)).Single();
}
