using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Delivery;

/// <summary>A ledger that was restored or made anew takes over what the lists of a root hold.</summary>
internal sealed class ManifestTakeoverTests : DeliveryFixture
{
    [Test]
    public async Task What_was_delivered_and_not_told_to_the_Console_is_known_again_and_told_and_not_delivered_again([Values] bool isNew)
    {
        var (kept, taken) = (Plan("d1"), Plan("d2"));
        await DeliverAndStopAsync(kept, taken);
        File.Delete(Path.Combine(Inbox, "d2.xml"));
        await using var ledger = await NewLedgerAsync();

        var over = await TakeOverAsync(ledger, isNew);
        Assert.That((over.Documents, over.Problem), Is.EqualTo((2, (string?)null)));
        Assert.That(await StatesAsync(ledger, kept, taken), Is.All.EqualTo(DeliveryState.Publishing), "only its root tells what became of them");
        var root = NewRoot(ledger: ledger);
        await root.OpenAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StatesAsync(ledger, kept, taken), Is.All.EqualTo(DeliveryState.Delivered));
            Assert.That((await ledger.OutboxAsync(Source, 10, CancellationToken.None)).Select(one => one.DocumentId), Is.EqualTo(new[] { "d1", "d2" }));
            Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }), "what the accounting package took does not come again");
        }
    }

    [TestCase(true, null)]
    [TestCase(false, DivergenceKind.LedgerIsBehind)]
    public async Task That_a_root_counts_more_batches_is_said_of_an_old_ledger_and_not_of_a_new_one(bool isNew, DivergenceKind? kind)
    {
        for (var i = 0; i < 3; i++)
            await DeliverAndStopAsync(Plan($"d{i}"));
        await using var ledger = await NewLedgerAsync();

        await TakeOverAsync(ledger, isNew);

        var found = await ledger.Queries.DivergencesAsync(null, 1, CancellationToken.None);
        Assert.That(found.Select(one => (DivergenceKind?)one.Divergence.Kind), Is.EqualTo(kind is null ? [] : new[] { kind }));
    }

    [Test]
    public async Task It_binds_nothing_twice()
    {
        await DeliverAndStopAsync(Plan("d1"));
        await using var ledger = await NewLedgerAsync();
        await TakeOverAsync(ledger, isNew: false);

        Assert.That((await TakeOverAsync(ledger, isNew: false)).Documents, Is.Zero);
    }

    [Test]
    public async Task A_root_of_another_agent_has_nothing_for_this_one()
    {
        await DeliverAndStopAsync(Plan("d1"));
        await using var ledger = await NewLedgerAsync();

        var over = await TakeOverAsync(ledger, isNew: true, agent: "agent-2");

        Assert.That((over.Documents, over.Problem), Is.EqualTo((0, (string?)null)));
    }

    [TestCase("away", "is not there")]
    [TestCase("unmarked", "has no marker")]
    [TestCase("damaged", "is damaged")]
    public async Task A_root_that_cannot_be_read_says_why(string how, string why)
    {
        await DeliverAndStopAsync(Plan("d1"));
        var own = Path.Combine(RootPath, ".synqup");
        if (how == "away")
            Directory.Move(RootPath, RootPath + "-away");
        else if (how == "unmarked")
            File.Delete(Path.Combine(own, "root.json"));
        else
            await File.AppendAllTextAsync(Path.Combine(own, "batches", "1"), "x");
        await using var ledger = await NewLedgerAsync();

        var over = await TakeOverAsync(ledger, isNew: true);

        Assert.That(over.Problem, Does.Contain(why));
    }

    private async Task DeliverAndStopAsync(params SetPlan[] plans)
    {
        await Ledger.RecordPageAsync(Source, new([.. plans.Select(plan => plan.Document)], 1), full: false, CancellationToken.None);
        await using var root = await OpenRootAsync();
        Assert.That((await DeliverAsync(root, plans)).Results.Select(result => result.Ending), Is.All.EqualTo(SetEnding.Delivered));
    }

    private Task<DeliveryLedger> NewLedgerAsync() =>
        DeliveryLedger.OpenAsync(Path.Combine(Folder, "new.db"), Time, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);

    private Task<TakenOver> TakeOverAsync(DeliveryLedger ledger, bool isNew, string agent = "agent-1") =>
        new ManifestTakeover(new RootIdentity(RootPath, RootPath, "Office", agent, Source), Platform, ledger, Time).RunAsync(isNew, CancellationToken.None);

    private static async Task<IReadOnlyList<DeliveryState?>> StatesAsync(DeliveryLedger ledger, params SetPlan[] plans) =>
        [.. await Task.WhenAll(plans.Select(async plan => (DeliveryState?)(await ledger.Queries.DocumentAsync(Source, plan.Document.Id, CancellationToken.None)).Single().Entry.State))];
}
