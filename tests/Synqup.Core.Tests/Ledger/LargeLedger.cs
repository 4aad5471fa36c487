using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

/// <summary>A ledger as it is after many years, filled past the ways of the agent, and how long the agent's questions take then. Also run by <c>Synqup.Benchmarks ledger</c>.</summary>
internal sealed class LargeLedger(string path)
{
    public const int Customers = 500;

    private const string Source = "office";
    private const string Root = "/mnt/winbooks";
    private const int Open = 500, Batch = 256, Page = 1000;

    /// <summary>Twice a second over the years: ids rise with time.</summary>
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All of them delivered and acknowledged but the last 500, which are open.</summary>
    public static void Fill(string path, int rows, Action<int>? progress = null)
    {
        LedgerFile.Open(path, LedgerSchema.Steps, LedgerSchema.Program, Begin).Dispose();
        using var connection = new LedgerConnection(path, create: true);
        connection.Execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144");
        connection.Run("INSERT INTO source (id, name, after, last_full_listing, acknowledged) VALUES (1, ?, ?, ?, ?)", Source, rows, Begin.AddYears(5), rows - Open);
        connection.Run("INSERT INTO root (id, path, shown, newest) VALUES (1, ?1, ?1, ?2)", Root, rows / Batch);
        for (var first = 1; first <= rows; first += 100_000)
        {
            connection.Run("BEGIN");
            for (var id = first; id < first + 100_000 && id <= rows; id++)
                Insert(connection, id, isOpen: id > rows - Open);
            connection.Run("COMMIT");
            progress?.Invoke(Math.Min(rows, first + 99_999));
        }

        connection.Run("INSERT INTO tally (source, state, count) VALUES (1, 4, ?), (1, 0, ?)", rows - Open, Open);
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>How many milliseconds each takes: the median of some.</summary>
    public async Task<IReadOnlyList<(string What, double Milliseconds)>> MeasureAsync(int rows)
    {
        var measured = new List<(string, double)>();
        async Task TakeAsync(string what, int times, Func<int, Task> ask)
        {
            var taken = new List<double>();
            for (var i = 0; i < times; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await ask(i);
                taken.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            taken.Sort();
            measured.Add((what, taken[taken.Count / 2]));
        }

        await TakeAsync("open", 3, async _ => await (await OpenAsync()).DisposeAsync());
        await using var ledger = await OpenAsync();
        var queries = ledger.Queries;
        var last = rows;
        await TakeAsync("record a page of 1000", 5, async _ =>
        {
            var documents = Enumerable.Range(last + 1, Page).Select(Document).ToList();
            await ledger.RecordPageAsync(Source, new DocumentPage(documents, last += Page), full: false, CancellationToken.None);
        });
        var number = rows / Batch;
        var next = rows + 1;
        await TakeAsync("publish, deliver and acknowledge 256", 5, async _ =>
        {
            var sets = Enumerable.Range(next, Batch).Select(id => Set(Document(id))).ToList();
            next += Batch;
            await ledger.PublishingAsync(new BatchRecord(Root, ++number, "boot", "1", Begin, sets), CancellationToken.None);
            await ledger.SettleAsync([.. sets.Select(set => new SetOutcome(Source, set.DocumentId, 1, DeliveryState.Delivered))], CancellationToken.None);
            var outbox = await ledger.OutboxAsync(Source, Page, CancellationToken.None);
            await ledger.AnsweredAsync(Source, [.. outbox.Select(one => new AcknowledgementResult(one.DocumentId, one.DeliveryNumber, one.Outcome, AcknowledgementStatus.Accepted, null))], CancellationToken.None);
        });
        await TakeAsync("what is due", 9, async _ => await ledger.DueAsync(Source, DateTimeOffset.MaxValue, 0, Open, CancellationToken.None));
        await TakeAsync("outbox", 9, async _ => await ledger.OutboxAsync(Source, Page, CancellationToken.None));
        await TakeAsync("status", 9, async _ =>
        {
            await queries.SummaryAsync(Source, CancellationToken.None);
            await queries.WaitingAsync(Source, CancellationToken.None);
            await queries.AttentionAsync(Source, 0, 20, CancellationToken.None);
            await queries.DivergencesAsync(null, 10, CancellationToken.None);
            await queries.LearnedAsync(Source, 10, CancellationToken.None);
        });
        await TakeAsync("the last 50 of history", 9, async _ => await queries.HistoryAsync(new HistoryFilter(Source, Limit: 50), CancellationToken.None));
        await TakeAsync("the last 50 of a customer", 9, async i => await queries.HistoryAsync(new HistoryFilter(Source, EnterpriseId: $"e{i}", Limit: 50), CancellationToken.None));
        await TakeAsync("50 of a customer who left", 9, async _ => await queries.HistoryAsync(new HistoryFilter(Source, EnterpriseId: "left", Limit: 50), CancellationToken.None));
        await TakeAsync("a number", 5, async i => await FoundAsync(queries, new HistoryFilter(Source, Number: NumberOf((rows / 10 * i) + 1), Limit: 50)));
        await TakeAsync("a number of a customer", 5, async i => await FoundAsync(queries, new HistoryFilter(Source, EnterpriseId: EnterpriseOf((rows / 10 * i) + 1), Number: NumberOf((rows / 10 * i) + 1), Limit: 50)));
        return measured;
    }

    /// <summary>A backup while documents arrive: how long it takes, and the longest that a page waited meanwhile.</summary>
    public async Task<(double Seconds, double LongestMilliseconds)> BackUpAsync(int rows)
    {
        await using var ledger = await OpenAsync();
        var started = Stopwatch.GetTimestamp();
        var making = Task.Factory.StartNew(() => new LedgerBackups(path).Make(BackupKind.Manual, TimeProvider.System.GetUtcNow(), CancellationToken.None), TaskCreationOptions.LongRunning);
        var longest = 0.0;
        for (var last = rows + 1_000_000; !making.IsCompleted; last += 100)
        {
            var asked = Stopwatch.GetTimestamp();
            await ledger.RecordPageAsync(Source, new DocumentPage([.. Enumerable.Range(last, 100).Select(Document)], last), full: false, CancellationToken.None);
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.WhenAny(making, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        }

        await making;
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, longest);
    }

    private Task<DeliveryLedger> OpenAsync() => DeliveryLedger.OpenAsync(path, TimeProvider.System, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);

    private static async Task FoundAsync(LedgerQueries queries, HistoryFilter filter)
    {
        if ((await queries.HistoryAsync(filter, CancellationToken.None)).Count == 0)
            throw new InvalidOperationException($"{filter} found nothing.");
    }

    private static void Insert(LedgerConnection connection, int id, bool isOpen)
    {
        var document = Document(id);
        var at = Begin.AddMilliseconds(id * 500L);
        connection.Run(
            """
            INSERT INTO delivery (id, source, document, number, sequence, enterprise, document_number, state, attempts, listed_at, changed_at, delivered_at, forwarded)
            VALUES (?1, 1, ?2, 1, ?1, ?3, ?4, ?5, 0, ?6, ?6, ?7, ?8)
            """,
            id, document.Id, document.EnterpriseId, document.Number, isOpen ? 0 : 4, at, isOpen ? (DateTimeOffset?)null : at, !isOpen);
        connection.Run("INSERT INTO description (delivery, json) VALUES (?, ?)", id, EntryRow.Describe(document));
        if (isOpen)
            return;
        connection.Run("INSERT INTO publication (delivery, root, number, configuration) VALUES (?, 1, ?, 'configuration-1')", id, id / Batch);
        var file = Set(document).Files[0];
        connection.Run(
            """
            INSERT INTO file (delivery, ordinal, rank, part, folder, folder_identity, staged_name, final_name, shown_path, size, sha256)
            VALUES (?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            id, file.Part, file.Folder, file.FolderIdentity, file.StagedName, file.FinalName, file.ShownPath, file.Size, file.Sha256);
    }

    private static DocumentDescription Document(int id) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"01JG{id:0000000000}K9M4QXYZ"),
        Sequence = id,
        DeliveryNumber = 1,
        EnterpriseId = EnterpriseOf(id),
        Kind = WireDocumentKind.PurchaseInvoice,
        Number = NumberOf(id),
        IssueDate = new DateOnly(2026, 1, 5),
        DueDate = new DateOnly(2026, 2, 5),
        Currency = "EUR",
        Total = "1210.00",
        Supplier = new PartyDescription("Leverancier van kantoormateriaal BV", "BE0477472701", "0477472701"),
        Customer = new PartyDescription("Janssens en Peeters NV", "BE0403019261", "0403019261"),
        Parts = [new PartDescription("ubl", "application/xml", 30720, Some.Sha256), new PartDescription("pdf", "application/pdf", 20480, Some.Sha256, "ubl")],
    };

    /// <summary>The first hundred documents are of a customer who left.</summary>
    private static string EnterpriseOf(int id) => id <= 100 ? "left" : string.Create(CultureInfo.InvariantCulture, $"e{id % Customers}");

    /// <summary>In no order, as the suppliers' numbers come.</summary>
    private static string NumberOf(int id) => string.Create(CultureInfo.InvariantCulture, $"V{id % 97:00}/{(uint)(id * 2654435761L):0000000000}");

    private static SetRecord Set(DocumentDescription document)
    {
        var name = $"20260105_{document.Id}.xml";
        return new(Source, document, "configuration-1", [new FileRecord(0, "ubl", $"{document.EnterpriseId}/inbound", "1f3a5.66fa01b2.1dcd6500", $"a1b2c3d4e5f6-{document.Sequence:x}.synqup-part", name, $@"K:\{document.EnterpriseId}\inbound\{name}", 30720, Some.Sha256)]);
    }
}
