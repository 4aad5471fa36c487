using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Ledger;

internal sealed class LedgerQueriesTests : LedgerFixture
{
    private async Task<IReadOnlyList<string>> FindAsync(HistoryFilter filter) =>
        [.. (await Ledger.Queries.HistoryAsync(filter, CancellationToken.None)).Select(item => item.Entry.Document.Id)];

    private async Task ListSomeAsync()
    {
        for (var day = 0; day < 4; day++)
        {
            var document = Some.Document($"d{day}", sequence: day + 1, number: $"V01/{day}%_\\", enterprise: $"e{day % 2}");
            await ListAsync(document);
            Time.Advance(TimeSpan.FromDays(1));
        }

        await PublishAsync(1, Some.Document("d2", sequence: 3));
    }

    [Test]
    public async Task History_is_newest_first()
    {
        await ListSomeAsync();

        Assert.That(await FindAsync(new HistoryFilter()), Is.EqualTo(new[] { "d3", "d2", "d1", "d0" }));
    }

    [Test]
    public async Task History_comes_in_pages()
    {
        await ListSomeAsync();
        var first = await Ledger.Queries.HistoryAsync(new HistoryFilter(Limit: 3), CancellationToken.None);

        Assert.That(await FindAsync(new HistoryFilter(Before: first[^1].Entry.Id, Limit: 3)), Is.EqualTo(new[] { "d0" }));
    }

    [TestCase("e1", null, null, null, null, null, ExpectedResult = "d3 d1")]
    [TestCase(null, "v01/2", null, null, null, null, ExpectedResult = "d2")]
    [TestCase(null, "%_\\", null, null, null, null, ExpectedResult = "d3 d2 d1 d0")]
    [TestCase(null, "1%2", null, null, null, null, ExpectedResult = "")]
    [TestCase(null, null, "D2.xm", null, null, null, ExpectedResult = "d2")]
    [TestCase(null, null, null, 1, null, null, ExpectedResult = "d3 d2 d1")]
    [TestCase(null, null, null, null, 1, null, ExpectedResult = "d0")]
    [TestCase(null, null, null, 1, 3, null, ExpectedResult = "d2 d1")]
    [TestCase(null, null, null, 9, null, null, ExpectedResult = "")]
    [TestCase(null, null, null, null, null, DeliveryState.Publishing, ExpectedResult = "d2")]
    [TestCase("e0", null, null, 1, null, DeliveryState.Listed, ExpectedResult = "")]
    public async Task<string> History_is_filtered_by(string? enterprise, string? number, string? file, int? fromDay, int? untilDay, DeliveryState? state)
    {
        var start = Time.GetUtcNow();
        await ListSomeAsync();
        return string.Join(' ', await FindAsync(new HistoryFilter(
            Source, enterprise, number, file, fromDay is { } from ? start.AddDays(from) : null, untilDay is { } until ? start.AddDays(until) : null, state)));
    }

    [Test]
    public async Task The_summary_counts_every_state_over_a_whole_life_and_a_restart()
    {
        var oldest = Time.GetUtcNow();
        await CompleteAsync(1, Some.Document("done", sequence: 1));
        var entry = await ListOneAsync(Some.Document("open", sequence: 2));
        await Ledger.DeferAsync([new Setback(entry.Id, "offline", ReportError: true, null)], CancellationToken.None);
        Time.Advance(TimeSpan.FromHours(1));
        await ListAsync(Some.Documents(5, start: 10));
        await ReopenAsync();

        var summary = await Ledger.Queries.SummaryAsync(null, CancellationToken.None);
        Assert.That(summary.ByState.Where(pair => pair.Value != 0), Is.EquivalentTo(new Dictionary<DeliveryState, long>
        {
            [DeliveryState.Acknowledged] = 1,
            [DeliveryState.Deferred] = 1,
            [DeliveryState.Listed] = 5,
        }));
        Assert.That((summary.OldestUndelivered, summary.Outbox), Is.EqualTo(((DateTimeOffset?)oldest, 1L)));
    }

    [Test]
    public async Task The_summary_is_for_one_source_or_for_all()
    {
        await ListAsync(Some.Document());
        await Ledger.RecordPageAsync("another", new([Some.Document()], 1), full: false, CancellationToken.None);

        Assert.That((await Ledger.Queries.SummaryAsync("another", CancellationToken.None)).ByState[DeliveryState.Listed], Is.EqualTo(1));
        Assert.That((await Ledger.Queries.SummaryAsync(null, CancellationToken.None)).ByState[DeliveryState.Listed], Is.EqualTo(2));
        Assert.That((await Ledger.Queries.SummaryAsync("never", CancellationToken.None)).OldestUndelivered, Is.Null);
    }

    [Test]
    public async Task What_needs_a_person_is_listed_oldest_first()
    {
        var recorded = await ListAsync(Some.Documents(3));
        await Ledger.RejectAsync([new Setback(recorded.New[2].Id, "never", ReportError: true)], CancellationToken.None);
        await Ledger.QuarantineAsync([new Setback(recorded.New[0].Id, "look", ReportError: true)], CancellationToken.None);

        var items = await Ledger.Queries.AttentionAsync(null, 0, 10, CancellationToken.None);
        Assert.That(items.Select(item => item.Entry.Reason), Is.EqualTo(new[] { "look", "never" }));
        Assert.That(await Ledger.Queries.AttentionAsync(null, items[0].Entry.Id, 10, CancellationToken.None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_waits_is_grouped_by_reason_those_that_need_a_person_first()
    {
        var listed = (await ListAsync(Some.Documents(5))).New;
        var due = Time.GetUtcNow().AddMinutes(1);
        await Ledger.DeferAsync([new Setback(listed[0].Id, "busy", ReportError: false, due)], CancellationToken.None);
        for (var tries = 0; tries < 3; tries++)
            await Ledger.DeferAsync([new Setback(listed[1].Id, "busy", ReportError: false, due)], CancellationToken.None);
        await Ledger.DeferAsync([.. listed.Skip(2).Take(2).Select(entry => new Setback(entry.Id, "no folder", ReportError: false))], CancellationToken.None);

        var waiting = await Ledger.Queries.WaitingAsync(Source, CancellationToken.None);

        Assert.That(waiting.Select(one => (one.Reason, one.NeedsPerson, one.Count, one.Number, one.DueAt)), Is.EqualTo(new (string, bool, long, string?, DateTimeOffset?)[]
        {
            ("busy", true, 1, "V01/00000001", due),
            ("no folder", true, 2, "V01/00000002", null),
            ("busy", false, 1, "V01/00000000", due),
        }));
    }

    [Test]
    public async Task Every_delivery_of_a_document_is_found_with_its_files()
    {
        await CompleteAsync(1, Some.Document(delivery: 1));
        await ListAsync(Some.Document(delivery: 2));

        var items = await Ledger.Queries.DocumentAsync(Source, Some.Document().Id, CancellationToken.None);
        Assert.That(items.Select(item => (item.Entry.Document.DeliveryNumber, item.Files.Count)), Is.EqualTo(new[] { (2L, 0), (1L, 2) }));
    }

    [Test]
    public async Task It_can_be_asked_beside_a_running_agent()
    {
        await ListAsync(Some.Document());
        using var queries = await LedgerQueries.OpenAsync(FilePath, CancellationToken.None);
        Assert.That((await queries.SummaryAsync(Source, CancellationToken.None)).ByState[DeliveryState.Listed], Is.EqualTo(1));
        await ListAsync(Some.Document("later", sequence: 2));

        Assert.That((await queries.SummaryAsync(Source, CancellationToken.None)).ByState[DeliveryState.Listed], Is.EqualTo(2));
    }

    [Test]
    public void Asking_a_ledger_that_is_not_there_says_so_and_makes_none()
    {
        var path = Path.Combine(Folder, "missing.db");

        Assert.That(async () => await LedgerQueries.OpenAsync(path, CancellationToken.None), Throws.TypeOf<LedgerException>().With.Message.Contains("dataFolder"));
        Assert.That(File.Exists(path), Is.False);
    }
}
