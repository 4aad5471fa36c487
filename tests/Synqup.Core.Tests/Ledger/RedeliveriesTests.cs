using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

/// <summary>Which documents can be asked for once more, and what is kept of who asked.</summary>
internal sealed class RedeliveriesTests : LedgerFixture
{
    [TestCase("delivered", true)]
    [TestCase("acknowledged", true)]
    [TestCase("quarantined", true)]
    [TestCase("rejected", true)]
    [TestCase("listed", false)]
    [TestCase("deferred", false)]
    [TestCase("publishing", false)]
    [TestCase("withdrawn", false)]
    [TestCase("discarded", false)]
    public async Task Many_are_those_that_ended_here_and_one_is_found_in_any_state(string how, bool isOne)
    {
        var document = Some.Document();
        await BringToAsync(document, how);

        Assert.That(await ManyAsync(new RedeliveryFilter(Source)), Has.Count.EqualTo(isOne ? 1 : 0));
        Assert.That((await OneAsync(document.Id)).Single().State.ToString(), Is.EqualTo(how).IgnoreCase);
    }

    [Test]
    public async Task Only_the_newest_delivery_counts_and_that_by_its_own_moment()
    {
        await CompleteAsync(1, Some.Document());
        Time.Advance(TimeSpan.FromDays(1));
        var noon = Time.GetUtcNow();
        await CompleteAsync(2, Some.Document(delivery: 2, sequence: 2));

        Assert.That(await ManyAsync(new RedeliveryFilter(Source, Until: noon)), Is.Empty, "who goes on with what was begun asks for nothing twice");
        Assert.That((await ManyAsync(new RedeliveryFilter(Source, From: noon))).Single().Document.DeliveryNumber, Is.EqualTo(2));
    }

    [Test]
    public async Task A_customer_a_batch_and_a_source_restrict()
    {
        var (first, second) = (Some.Document("d1"), Some.Document("d2", sequence: 2) with { EnterpriseId = "another" });
        await CompleteAsync(1, first);
        await CompleteAsync(2, second);
        await Ledger.EnterRootAsync(Root, @"K:\Winbooks\", "marker", CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ids(await ManyAsync(new RedeliveryFilter(Source))), Is.EqualTo("d1,d2"));
            Assert.That(Ids(await ManyAsync(new RedeliveryFilter(Source, Customers: ["another", "nobody"]))), Is.EqualTo("d2"));
            Assert.That(Ids(await ManyAsync(new RedeliveryFilter(Source, Batch: new(Root + "/", 1)))), Is.EqualTo("d1"));
            Assert.That(Ids(await ManyAsync(new RedeliveryFilter(Source, Batch: new(@"K:\Winbooks", 2)))), Is.EqualTo("d2"), "as the template says it");
            Assert.That(Ids(await ManyAsync(new RedeliveryFilter(Source, Batch: new("/elsewhere", 1)))), Is.Empty);
            Assert.That(Ids(await ManyAsync(new RedeliveryFilter("other office"))), Is.Empty);
        }
    }

    [Test]
    public async Task A_batch_that_was_closed_and_forgotten_is_found()
    {
        await CompleteAsync(1, Some.Document());
        await Ledger.ForgetBatchesAsync(Root, [1], CancellationToken.None);

        Assert.That(await ManyAsync(new RedeliveryFilter(Source, Batch: new(Root, 1))), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_name_is_an_id_or_else_a_number_that_several_may_have()
    {
        await CompleteAsync(1, Some.Document("d1") with { Number = "V1" });
        await CompleteAsync(2, Some.Document("d2", sequence: 2) with { Number = "v1" });
        await CompleteAsync(3, Some.Document("V1", sequence: 3));

        Assert.That(Ids(await OneAsync("V1")), Is.EqualTo("V1"));
        Assert.That(Ids(await OneAsync("v1")), Is.EqualTo("d1,d2"));
    }

    [Test]
    public async Task Who_asks_is_kept_before_anybody_is_asked_and_never_taken_for_an_order()
    {
        await CompleteAsync(1, Some.Document());

        await BeginAsync();

        var decision = await DecisionAsync();
        Assert.That((decision.Kind, decision.Who, decision.At, decision.Why, decision.Succeeded), Is.EqualTo((DecisionKind.Redeliver, "anna", Time.GetUtcNow(), "deleted", (bool?)false)));
        Assert.That(decision.Result, Does.Contain("not known whether"));
        Assert.That(await Ledger.DecisionsAsync(Source, CancellationToken.None), Is.Empty, "the agent has nothing to carry out");
        Assert.That((await OneAsync(Some.Document().Id)).Single().IsAsked, Is.False);
    }

    [Test]
    public async Task What_came_of_it_is_kept_and_known_until_the_further_delivery_has_travelled()
    {
        await CompleteAsync(1, Some.Document());

        Redeliveries.End(FilePath, [((await BeginAsync()).Single(), true, "It comes as delivery 2.")], "anna", Time.GetUtcNow());

        Assert.That(await DecisionAsync(), Has.Property("Succeeded").True.And.Property("Result").EqualTo("It comes as delivery 2."));
        Assert.That((await OneAsync(Some.Document().Id)).Single(), Has.Property("IsAsked").True.And.Property("IsOnItsWay").False);
        await ListAsync(Some.Document(delivery: 2, sequence: 2));
        Assert.That((await OneAsync(Some.Document().Id)).Single(), Has.Property("IsAsked").False.And.Property("IsOnItsWay").True);
        await CompleteAsync(2, Some.Document(delivery: 2, sequence: 2));
        Assert.That((await OneAsync(Some.Document().Id)).Single(), Has.Property("IsAsked").False.And.Property("IsOnItsWay").False);
    }

    [Test]
    public async Task What_nobody_was_asked_about_leaves_no_entry()
    {
        await CompleteAsync(1, Some.Document());

        Redeliveries.End(FilePath, [((await BeginAsync()).Single(), null, "")], "anna", Time.GetUtcNow());

        Assert.That((await Ledger.Queries.DocumentAsync(Source, Some.Document().Id, CancellationToken.None)).Single().Decisions, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_release_that_waits_is_given_up_for_a_further_delivery_and_not_for_a_refusal(bool given)
    {
        await BringToAsync(Some.Document(), "quarantined");
        await SayAsync(Some.Document(), DecisionKind.Release);

        Redeliveries.End(FilePath, [((await BeginAsync()).Single(), given, "said")], "anna", Time.GetUtcNow());

        Assert.That(await Ledger.DecisionsAsync(Source, CancellationToken.None), Has.Count.EqualTo(given ? 0 : 1));
    }

    private async Task BringToAsync(DocumentDescription document, string how)
    {
        var entry = await ListOneAsync(document);
        var setback = new Setback(entry.Id, "because", ReportError: false);
        if (how is "delivered" or "acknowledged" or "publishing")
            await PublishAsync(1, document);
        await (how switch
        {
            "delivered" => DeliverAsync(document),
            "acknowledged" => CompleteAsync(1, document),
            "deferred" => Ledger.DeferAsync([setback], CancellationToken.None),
            "quarantined" => Ledger.QuarantineAsync([setback], CancellationToken.None),
            "rejected" or "discarded" => Ledger.RejectAsync([setback], CancellationToken.None),
            "withdrawn" => Ledger.WithdrawAsync([new Withdrawal(entry.Id, document.Sequence, "because")], CancellationToken.None),
            _ => Task.CompletedTask,
        });
        if (how == "discarded")
            await DecideAsync(document, DecisionKind.Drop);
    }

    private async Task<IReadOnlyList<long>> BeginAsync() => Redeliveries.Begin(FilePath, await OneAsync(Some.Document().Id), "anna", Time.GetUtcNow(), "deleted");

    private async Task<Decision> DecisionAsync() => (await Ledger.Queries.DocumentAsync(Source, Some.Document().Id, CancellationToken.None)).Single().Decisions.Single();

    private Task<IReadOnlyList<Redeliverable>> ManyAsync(RedeliveryFilter filter) => Ledger.Queries.RedeliverableAsync(filter, CancellationToken.None);

    private Task<IReadOnlyList<Redeliverable>> OneAsync(string name) => Ledger.Queries.RedeliverableAsync(Source, name, CancellationToken.None);

    private static string Ids(IEnumerable<Redeliverable> documents) => string.Join(",", documents.Select(one => one.Document.Id));
}
