using System.Diagnostics;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

internal sealed class GroupCommitTests : LedgerFixture
{
    private static readonly DocumentPage Page = new([], 1);

    [Test]
    public async Task Many_callers_share_few_transactions()
    {
        await ListAsync(Some.Documents(256));
        var before = Ledger.Commits;
        List<Task<RecordedPage>> writes;
        // While another connection writes, the ledger's own transaction cannot begin, so that all of them have arrived before it does.
        using (var other = new LedgerConnection(FilePath, create: false))
        {
            other.Execute("BEGIN IMMEDIATE");
            writes = Some.Documents(400, start: 1000).Select(document => ListAsync(document)).ToList();
            other.Execute("ROLLBACK");
        }

        await Task.WhenAll(writes);
        Assert.That(await DueAsync(), Has.Count.EqualTo(656));
        Assert.That(Ledger.Commits - before, Is.InRange(1, 2), "the first group is what had arrived when it was begun, the second one the rest");
    }

    [Test]
    public async Task An_answer_comes_only_when_a_copy_of_the_files_has_it()
    {
        for (var i = 0; i < 20; i++)
        {
            await ListAsync(Some.Document($"document-{i}", sequence: i + 1));
            await using var copy = await OpenCopyAsync($"copy-{i}.db");
            Assert.That(await copy.DueAsync(Source, Time.GetUtcNow(), 0, 100, CancellationToken.None), Has.Count.EqualTo(i + 1));
        }
    }

    [Test]
    public async Task A_copy_taken_while_it_is_written_has_whole_pages_only()
    {
        // Few enough that the log is not merged into the file meanwhile: two files cannot be copied at one moment.
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await ListAsync(Some.Documents(50, start: i * 50));
        });
        for (var i = 0; i < 10; i++)
        {
            await using var copy = await OpenCopyAsync($"copy-{i}.db");
            var cursor = await copy.CursorAsync(Source, CancellationToken.None);
            var count = (await copy.DueAsync(Source, Time.GetUtcNow(), 0, 1_000_000, CancellationToken.None)).Count;
            Assert.That(count, Is.EqualTo(cursor.After ?? 0));
        }

        await writing;
    }

    [Test]
    public async Task A_write_that_is_wrong_fails_alone()
    {
        await ListAsync(Some.Document());
        await PublishAsync(1, Some.Document());
        var writes = Enumerable.Range(0, 20).Select(i => i == 7
            ? Ledger.SettleAsync([new SetOutcome(Source, "unknown", 1, DeliveryState.Delivered)], CancellationToken.None)
            : ListAsync(Some.Document($"document-{i}", sequence: i + 10))).ToList();

        Assert.That(async () => await writes[7], Throws.InvalidOperationException.With.Message.Contains("unknown"));
        await Task.WhenAll(writes.Where((_, i) => i != 7));
        Assert.That(await DueAsync(), Has.Count.EqualTo(19));
        Assert.That(Ledger.Failure, Is.Null);
    }

    [Test]
    public void A_caller_that_was_cancelled_before_writes_nothing() =>
        Assert.That(
            async () => await Ledger.RecordPageAsync(Source, Page, full: false, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

    [Test]
    public async Task A_cancelled_caller_leaves_all_of_its_write_or_nothing()
    {
        for (var i = 0; i < 50; i++)
        {
            using var source = new CancellationTokenSource();
            var page = new DocumentPage(Some.Documents(20, start: i * 20), 1);
            var write = Ledger.RecordPageAsync(Source, page, full: false, source.Token);
            await source.CancelAsync();
            var isWritten = await write.ContinueWith(task => task.IsCompletedSuccessfully, TaskScheduler.Default);
            var known = await Ledger.Queries.DocumentAsync(Source, page.Items[19].Id, CancellationToken.None);
            Assert.That(known.Count == 1, Is.EqualTo(isWritten));
        }

        Assert.That((await DueAsync()).Count % 20, Is.Zero);
    }

    [Test]
    public async Task What_was_queued_before_the_end_is_written()
    {
        var writes = Some.Documents(50).Select(document => ListAsync(document)).ToList();
        await ReopenAsync();

        await Task.WhenAll(writes);
        Assert.That(await DueAsync(), Has.Count.EqualTo(50));
    }

    [Test]
    public async Task The_life_of_a_batch_costs_five_commits()
    {
        const int Rounds = 40, BatchSize = 256;
        var before = Ledger.Commits;
        var (process, watch) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        for (var i = 0; i < Rounds; i++)
        {
            var documents = Some.Documents(BatchSize, start: i * BatchSize);
            await ListAsync(documents);
            await PublishAsync(i + 1, documents);
            await DeliverAsync(documents);
            var items = await OutboxAsync();
            await Ledger.AnsweredAsync(
                Source, [.. items.Select(item => new AcknowledgementResult(item.DocumentId, item.DeliveryNumber, item.Outcome, AcknowledgementStatus.Accepted, null))],
                CancellationToken.None);
            await Ledger.ForgetBatchesAsync(Root, await Ledger.ClosedBatchesAsync(Root, CancellationToken.None), CancellationToken.None);
        }

        var cpu = Process.GetCurrentProcess().TotalProcessorTime - process;
        TestContext.Out.WriteLine(
            $"{Rounds * BatchSize / watch.Elapsed.TotalSeconds:N0} documents/s, {cpu.TotalMilliseconds / (Rounds * BatchSize):0.000} ms CPU each (with whatever else ran in this process)");
        Assert.That(Ledger.Commits - before, Is.EqualTo(Rounds * 5), "listed, publishing, delivered, answered, forgotten");
        var summary = await Ledger.Queries.SummaryAsync(Source, CancellationToken.None);
        Assert.That(summary.ByState[DeliveryState.Acknowledged], Is.EqualTo(Rounds * BatchSize));
        Assert.That((await Ledger.ReadRootAsync(Root, CancellationToken.None)).Batches, Is.Empty);
    }
}
