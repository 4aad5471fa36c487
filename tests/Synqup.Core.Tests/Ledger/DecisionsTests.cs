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
        var decided = Time.GetUtcNow();

        await DecideAsync(_document, kind, "I looked");

        var item = await ItemAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(item.Entry.State, Is.EqualTo(expected));
            Assert.That((await OutboxAsync()).Select(one => (AcknowledgementOutcome?)one.Outcome), told is null ? Is.Empty : Is.EqualTo(new[] { told }));
            Assert.That(changed.IsCompleted, Is.EqualTo(told is not null), "who tells the source is woken");
            Assert.That(due.IsCompleted, Is.EqualTo(expected == DeliveryState.Deferred), "who takes up what is due is woken");
            Assert.That(await DueAsync(), Has.Count.EqualTo(expected == DeliveryState.Deferred ? 1 : 0));
            // What is tried again is settled later.
            Assert.That(item.Decisions.Single(), kind == DecisionKind.Release
                ? Is.EqualTo(new Decision(kind, "anna", decided, "I looked", null, null, null) { IsBegun = true })
                : Is.EqualTo(new Decision(kind, "anna", decided, "I looked", decided, true, item.Decisions[0].Result)));
            Assert.That(item.Decisions[0].Result, kind == DecisionKind.Release ? Is.Null : Does.EndWith("."));
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

        Assert.That(await SayAsync(_document, DecisionKind.Drop), Is.EqualTo("Nothing was done: meanwhile the document is acknowledged."));
        Assert.That((await ItemAsync()).Decisions, Is.Empty);
    }

    [Test]
    public void A_document_that_is_gone_meanwhile_takes_no_decision()
    {
        Assert.That(Decisions.Record(FilePath, [4711], new Decision(DecisionKind.Drop, "anna", Time.GetUtcNow(), null, null, null, null))[4711], Does.StartWith("Nothing was done: the ledger does not know"));
    }

    [TestCase(Obstacle.None, true)]
    [TestCase(Obstacle.NameTaken, true)]
    [TestCase(Obstacle.AlreadyForwarded, false)]
    [TestCase(Obstacle.OtherContent, false)]
    public async Task A_release_that_would_change_nothing_is_not_kept_and_says_what_to_do_instead(Obstacle obstacle, bool kept)
    {
        var entry = await ListOneAsync(_document);
        await Ledger.QuarantineAsync([new Setback(entry.Id, "Have the office deliver it again.", ReportError: true, Obstacle: obstacle)], CancellationToken.None);

        var refusal = await SayAsync(_document, DecisionKind.Release);

        Assert.That(refusal, kept ? Is.Null : Is.EqualTo("Nothing was done, since a release would change nothing. Have the office deliver it again."));
        Assert.That((await ItemAsync()).Decisions, Has.Count.EqualTo(kept ? 1 : 0));
        Assert.That(await SayAsync(_document, DecisionKind.Imported), Is.Null, "the other decisions are possible with any");
    }

    [Test]
    public async Task A_document_that_changed_at_the_source_cannot_be_released()
    {
        await ListAsync(_document);
        await ListAsync(Some.Document(sha256: "another"));

        Assert.That(await SayAsync(_document, DecisionKind.Release), Does.Contain("Changed at the source").And.Contain("from the Console"));
    }

    [Test]
    public async Task A_release_ends_only_when_the_document_is_settled_and_says_how()
    {
        await BringToAsync("quarantined");
        await DecideAsync(_document, DecisionKind.Release);
        Assert.That((await ItemAsync()).Decisions.Single(), Has.Property("EndedAt").Null.And.Property("IsBegun").True);

        await PublishAsync(1, _document);
        await DeliverAsync(_document);

        Assert.That((await ItemAsync()).Decisions.Single(), Has.Property("Succeeded").True.And.Property("Result").EqualTo("Published."));
    }

    [TestCase("quarantined")]
    [TestCase("rejected")]
    [TestCase("withdrawn")]
    [TestCase("superseded")]
    [TestCase("changed")]
    public async Task A_release_after_which_the_document_is_not_delivered_either_has_failed_with_the_reason(string how)
    {
        await BringToAsync("rejected");
        await DecideAsync(_document, DecisionKind.Release);
        var entry = await EntryAsync(_document);
        Setback again = new(entry.Id, "Its name is taken still.", ReportError: true);

        await (how switch
        {
            "quarantined" => (Task)Ledger.QuarantineAsync([again], CancellationToken.None),
            "rejected" => Ledger.RejectAsync([again], CancellationToken.None),
            "withdrawn" => Ledger.WithdrawAsync([new Withdrawal(entry.Id, _document.Sequence, "It is shared no longer.")], CancellationToken.None),
            "superseded" => ListAsync(Some.Document(delivery: 2, sequence: 2)),
            _ => ListAsync(Some.Document(sha256: "another")),
        });

        var decision = (await Ledger.Queries.DocumentAsync(Source, _document.Id, CancellationToken.None))[^1].Decisions.Single();
        Assert.That(decision, Has.Property("Succeeded").False.And.Property("Result").EqualTo($"Not published: {how switch
        {
            "withdrawn" => "It is shared no longer.",
            "superseded" => "Replaced by a later delivery of the same document.",
            "changed" => (await ItemAsync()).Entry.Reason,
            _ => again.Reason,
        }}"));
    }

    [Test]
    public async Task A_released_document_that_has_to_wait_says_for_what_until_it_is_delivered()
    {
        await BringToAsync("quarantined");
        await DecideAsync(_document, DecisionKind.Release);

        await Ledger.DeferAsync([new Setback((await EntryAsync(_document)).Id, "Its folder is away.", ReportError: false)], CancellationToken.None);

        Assert.That((await ItemAsync()).Decisions.Single(), Has.Property("EndedAt").Null.And.Property("Result").EqualTo("Its folder is away."));
    }

    [Test]
    public async Task The_boot_of_its_batch_counts_for_what_was_released_without_one()
    {
        await BringToAsync("quarantined");
        await DecideAsync(_document, DecisionKind.Release);

        await PublishAsync(1, _document);

        Assert.That((await Ledger.ReadRootAsync(Root, CancellationToken.None)).Released, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_the_source_counts_as_forwarded_stays_so_when_it_is_dropped(bool delivered)
    {
        if (delivered)
        {
            // And its storage took that back.
            await CompleteAsync(1, _document);
            await QuarantineAsync(_document);
        }
        else
        {
            var entry = await ListOneAsync(_document);
            await Ledger.QuarantineAsync([new Setback(entry.Id, "because", ReportError: false, Obstacle: Obstacle.AlreadyForwarded)], CancellationToken.None);
        }

        await DecideAsync(_document, DecisionKind.Drop);

        Assert.That(await OutboxAsync(), Is.Empty, "it would ignore an error");
        Assert.That((await ItemAsync()).Decisions.Single().Result, Does.Contain("goes on showing it as forwarded"));
        Assert.That(await StateAsync(_document), Is.EqualTo(DeliveryState.Discarded));
    }

    [Test]
    public async Task Of_a_document_that_is_dropped_the_source_hears_what_the_package_may_have_so_that_nobody_delivers_it_unasked()
    {
        await ListAsync(_document);
        await PublishAsync(1, _document);
        await QuarantineAsync(_document);

        await DecideAsync(_document, DecisionKind.Drop);

        Assert.That((await OutboxAsync()).Single(), Has.Property("Outcome").EqualTo(AcknowledgementOutcome.Error).And.Property("Files").Count.EqualTo(2));
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

        await Ledger.RefuseAsync(open, Obstacle.NothingLeft, "Its file is gone.", CancellationToken.None);
        Assert.That((await ItemAsync()).Decisions.Single(), Has.Property("Succeeded").False.And.Property("Result").EqualTo("Its file is gone."));
        Assert.That(await Ledger.DecisionsAsync(Source, CancellationToken.None), Is.Empty);
        Assert.That(await SayAsync(_document, DecisionKind.Release), Is.EqualTo("Nothing was done, since a release would change nothing. Its file is gone."));
    }

    [Test]
    public async Task A_release_is_possible_again_once_the_source_offers_the_document_again()
    {
        await BringToAsync("in a batch");
        await SayAsync(_document, DecisionKind.Release);
        await Ledger.RefuseAsync((await Ledger.DecisionsAsync(Source, CancellationToken.None)).Single(), Obstacle.NotOffered, "It is another agent's.", CancellationToken.None);
        Assert.That(await SayAsync(_document, DecisionKind.Release), Does.Contain("It is another agent's."));

        await ListAsync(full: true, _document);

        Assert.That(await SayAsync(_document, DecisionKind.Release), Is.Null);
    }

    [TestCase(DecisionKind.Imported, AcknowledgementOutcome.Forwarded, AcknowledgementStatus.Accepted, null, "Counts as delivered, and the Console shows it as forwarded.")]
    [TestCase(DecisionKind.Imported, AcknowledgementOutcome.Forwarded, AcknowledgementStatus.Superseded, "Delivery 2 took its place", "Counts as delivered here. The Console does not take that over: Delivery 2 took its place.")]
    [TestCase(DecisionKind.Imported, AcknowledgementOutcome.Forwarded, AcknowledgementStatus.NotAssigned, null, "Counts as delivered here. The Console does not take that over: NotAssigned.")]
    [TestCase(DecisionKind.Drop, AcknowledgementOutcome.Error, AcknowledgementStatus.Accepted, null, "Closed without being delivered, and the Console shows it as an error.")]
    [TestCase(DecisionKind.Drop, AcknowledgementOutcome.Error, AcknowledgementStatus.Accepted, "Ignored: the document stays forwarded.", "Closed here without being delivered. The Console does not take that over: Ignored: the document stays forwarded.")]
    public async Task What_the_source_makes_of_a_decision_is_said_when_it_has_answered(DecisionKind kind, AcknowledgementOutcome outcome, AcknowledgementStatus status, string? detail, string expected)
    {
        await BringToAsync("in a batch");
        await DecideAsync(_document, kind);
        Assert.That((await ItemAsync()).Decisions.Single().Result, Does.EndWith("The Console has not answered yet."));

        await AnswerAsync(_document, status, outcome, detail);

        Assert.That((await ItemAsync()).Decisions.Single(), Has.Property("Succeeded").True.And.Property("Result").EqualTo(expected));
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
