using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>A person asks for documents once more, in a process of its own or beside the agent.</summary>
internal sealed class RedeliveringTests : PipelineFixture
{
    [Test]
    public async Task What_is_asked_for_travels_again_and_the_ledger_says_who_wanted_it()
    {
        await DeliverAsync("d1");
        await using var running = Run();

        var report = await AskAsync(["d1"]);

        await Until(() => Delivered("one").Count == 1);
        await Until(() => Source.Told.Any(one => one.DeliveryNumber == 2));
        var first = (await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None))[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Results.Single(), Has.Property("Ending").EqualTo(RedeliveryEnding.Asked).And.Property("Next").EqualTo(2));
            Assert.That(Source.Asked, Is.EqualTo(new[] { ("d1", 1L) }));
            Assert.That(first.Decisions.Single(), Has.Property("Who").EqualTo("anna").And.Property("Why").EqualTo("deleted").And.Property("Succeeded").True.And.Property("Result").EqualTo("office gives it as delivery 2."));
        }
    }

    [Test]
    public async Task Asked_twice_it_comes_once()
    {
        await DeliverAsync("d1");
        await AskAsync(["d1"]);

        var before = await AskAsync(["d1"]);
        await Ledger.RecordPageAsync("office", await Source.ListAsync(1, 10, TimeSpan.Zero, CancellationToken.None), full: false, CancellationToken.None);
        var onItsWay = await AskAsync(["d1"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Results.Single(), Has.Property("Ending").EqualTo(RedeliveryEnding.AlreadyAsked).And.Property("Next").EqualTo(2));
            Assert.That(onItsWay.Results.Single(), Has.Property("Ending").EqualTo(RedeliveryEnding.AlreadyAsked).And.Property("Next").EqualTo(2));
            Assert.That(Source.Asked, Is.EqualTo(new[] { ("d1", 1L), ("d1", 1L) }), "what travels is not replaced");
        }
    }

    [Test]
    public async Task A_document_that_waits_is_cancelled_and_one_that_needs_a_person_replaced()
    {
        Configure("one");
        foreach (var id in new[] { "waits", "quarantined" })
            Source.Add(id, "stranger");
        await PassAsync();
        await Ledger.QuarantineAsync([new Setback((await ItemsAsync("quarantined"))[0].Entry.Id, "Look at it.", ReportError: false)], CancellationToken.None);

        await AskAsync(["waits", "quarantined"]);
        await PassAsync();

        foreach (var id in new[] { "waits", "quarantined" })
            Assert.That((await ItemsAsync(id)).Select(one => (one.Entry.Document.DeliveryNumber, one.Entry.State)), Is.EqualTo(new[] { (2L, DeliveryState.Deferred), (1L, DeliveryState.Superseded) }), id);
    }

    [Test]
    public async Task One_that_is_refused_holds_up_no_other()
    {
        await DeliverAsync("d1", "d2", "d3");
        Source.Refusals["d1"] = new SourceException(SourceFailure.Refused, "no") { Status = 404 };
        Source.Gone.Add("d2");

        var report = await AskAsync(["d1", "d2", "d3"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Results.Select(one => one.Ending), Is.EqualTo(new[] { RedeliveryEnding.Refused, RedeliveryEnding.NotOffered, RedeliveryEnding.Asked }));
            Assert.That(report.Results[0].Sentence, Does.StartWith("office has no delivery 1 of it for this agent").And.Contain("from there"));
            Assert.That(report.Results[1].Sentence, Does.StartWith("Delivery 2 is given, but not offered to this agent: It is no longer shared."));
            Assert.That((await ItemsAsync("d1"))[0].Decisions.Single(), Has.Property("Succeeded").False.And.Property("Result").EqualTo(report.Results[0].Sentence));
            Assert.That((await ItemsAsync("d2"))[0].Decisions.Single(), Has.Property("Succeeded").False);
        }
    }

    [TestCase(SourceFailure.Unavailable, true)]
    [TestCase(SourceFailure.OtherInstance, false)]
    public async Task A_source_that_does_not_answer_is_not_asked_for_the_rest(SourceFailure failure, bool mayBeDone)
    {
        await DeliverAsync("d1", "d2", "d3");
        Source.Refusals["d2"] = new SourceException(failure, "away");

        var report = await AskAsync(["d1", "d2", "d3"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Failure, Has.Property("Failure").EqualTo(failure));
            Assert.That(report.Results.Select(one => one.Ending), Is.EqualTo(new[] { RedeliveryEnding.Asked, RedeliveryEnding.NotAsked, RedeliveryEnding.NotAsked }));
            Assert.That((await ItemsAsync("d1"))[0].Decisions, Has.Count.EqualTo(1));
            Assert.That((await ItemsAsync("d2"))[0].Decisions.Select(one => one.Result), mayBeDone ? Has.One.Contains("not known whether") : Is.Empty, "its answer may be lost");
            Assert.That((await ItemsAsync("d3"))[0].Decisions, Is.Empty);
        }
    }

    [Test]
    public async Task Stopped_it_ends_after_the_document_at_which_it_is()
    {
        await DeliverAsync("d1", "d2");
        using var stop = new CancellationTokenSource();

        var report = await AskAsync(["d1", "d2"], stop.Cancel, stop.Token);

        Assert.That(report.Results.Select(one => one.Ending), Is.EqualTo(new[] { RedeliveryEnding.Asked, RedeliveryEnding.NotAsked }));
        Assert.That(report.Failure, Is.Null);
        Assert.That((await ItemsAsync("d1"))[0].Decisions.Single().Succeeded, Is.True);
    }

    /// <summary>And the accounting package takes them.</summary>
    private async Task DeliverAsync(params string[] ids)
    {
        Configure("one");
        foreach (var id in ids)
            Source.Add(id, "one");
        await PassAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "one", "one", "in")))
            File.Delete(file);
    }

    private async Task<RedeliveryReport> AskAsync(string[] ids, Action? asked = null, CancellationToken cancellationToken = default)
    {
        var documents = new List<Redeliverable>();
        foreach (var id in ids)
            documents.AddRange(await Ledger.Queries.RedeliverableAsync("office", id, CancellationToken.None));
        return await new Redelivering(Source, LedgerPath, Time).AskAsync(documents, "anna", "deleted", asked ?? (static () => { }), cancellationToken);
    }

    private Task<IReadOnlyList<HistoryItem>> ItemsAsync(string id) => Ledger.Queries.DocumentAsync("office", id, CancellationToken.None);
}
