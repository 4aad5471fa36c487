using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Ledger;

/// <summary>A real ledger in a temporary folder, and short ways to bring documents where a test needs them.</summary>
internal abstract class LedgerFixture
{
    protected const string Source = "office";
    protected const string Root = "/mnt/winbooks";

    protected string Folder { get; } = Directory.CreateTempSubdirectory("synqup-ledger-").FullName;

    protected string FilePath => Path.Combine(Folder, "ledger.db");

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    protected DeliveryLedger Ledger { get; private set; } = null!;

    [SetUp]
    public async Task Open() => Ledger = await OpenAsync(FilePath);

    [TearDown]
    public async Task Remove()
    {
        await Ledger.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected Task<DeliveryLedger> OpenAsync(string path) => DeliveryLedger.OpenAsync(path, Time, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);

    protected async Task ReopenAsync()
    {
        await Ledger.DisposeAsync();
        Ledger = await OpenAsync(FilePath);
    }

    /// <summary>What a machine would find that lost its power now: the files as they are, without a clean end.</summary>
    protected async Task<DeliveryLedger> OpenCopyAsync(string name)
    {
        var copy = Path.Combine(Folder, name);
        foreach (var rest in new[] { "", "-wal" }.Where(rest => File.Exists(FilePath + rest)))
            File.Copy(FilePath + rest, copy + rest);
        return await OpenAsync(copy);
    }

    protected Task<RecordedPage> ListAsync(params DocumentDescription[] documents) => ListAsync(full: false, documents);

    protected Task<RecordedPage> ListAsync(bool full, params DocumentDescription[] documents) => Ledger.RecordPageAsync(
        Source, new DocumentPage(documents, documents.Select(document => document.Sequence).DefaultIfEmpty(0).Max()), full, CancellationToken.None);

    protected async Task<LedgerEntry> ListOneAsync(DocumentDescription document) => (await ListAsync(document)).New.Single();

    protected Task<IReadOnlyList<LedgerEntry>> DueAsync(long afterId = 0, int limit = 1000) =>
        Ledger.DueAsync(Source, Time.GetUtcNow(), afterId, limit, CancellationToken.None);

    protected Task PublishAsync(long number, params DocumentDescription[] documents) =>
        Ledger.PublishingAsync(Some.Batch(number, [.. documents.Select(document => Some.Set(document))]), CancellationToken.None);

    protected Task DeliverAsync(params DocumentDescription[] documents) => Ledger.SettleAsync(
        [.. documents.Select(document => new SetOutcome(Source, document.Id, document.DeliveryNumber, DeliveryState.Delivered))], CancellationToken.None);

    protected Task QuarantineAsync(DocumentDescription document, string reason = "possibly imported") => Ledger.SettleAsync(
        [new SetOutcome(Source, document.Id, document.DeliveryNumber, DeliveryState.Quarantined, Reason: reason)], CancellationToken.None);

    protected Task<int> AnswerAsync(
        DocumentDescription document, AcknowledgementStatus status = AcknowledgementStatus.Accepted,
        AcknowledgementOutcome outcome = AcknowledgementOutcome.Forwarded, string? detail = null) => Ledger.AnsweredAsync(
        Source, [new AcknowledgementResult(document.Id, document.DeliveryNumber, outcome, status, detail)], CancellationToken.None);

    /// <summary>Lists, publishes, delivers and acknowledges.</summary>
    protected async Task CompleteAsync(long number, DocumentDescription document)
    {
        await ListAsync(document);
        await PublishAsync(number, document);
        await DeliverAsync(document);
        await AnswerAsync(document);
    }

    /// <summary>A person decides, in another process.</summary>
    /// <returns>Why it was not kept; null when it was.</returns>
    protected async Task<string?> SayAsync(DocumentDescription document, DecisionKind kind, string? why = null)
    {
        var id = (await EntryAsync(document)).Id;
        return Decisions.Record(FilePath, [id], new Decision(kind, "anna", Time.GetUtcNow(), why, null, null, null)).GetValueOrDefault(id);
    }

    /// <summary>And the agent carries out all that needs no disk.</summary>
    protected async Task DecideAsync(DocumentDescription document, DecisionKind kind, string? why = null)
    {
        await SayAsync(document, kind, why);
        await CarryOutAsync();
    }

    protected async Task CarryOutAsync()
    {
        foreach (var open in await Ledger.DecisionsAsync(Source, CancellationToken.None))
            await Ledger.CarryOutAsync(open, CancellationToken.None);
    }

    protected Task<IReadOnlyList<Acknowledgement>> OutboxAsync() => Ledger.OutboxAsync(Source, 1000, CancellationToken.None);

    protected async Task<LedgerEntry> EntryAsync(DocumentDescription document) =>
        (await Ledger.Queries.DocumentAsync(Source, document.Id, CancellationToken.None)).Single(item => item.Entry.Document.DeliveryNumber == document.DeliveryNumber).Entry;

    protected async Task<DeliveryState> StateAsync(DocumentDescription document) => (await EntryAsync(document)).State;

    /// <summary>As a program opens it that knows these steps.</summary>
    protected LedgerConnection OpenFile(IReadOnlyList<LedgerStep> steps, string? program = null) => LedgerFile.Open(FilePath, steps, program ?? LedgerSchema.Program, Time.GetUtcNow());

    /// <summary>Writes over some of its pages, as a disk does that fails.</summary>
    protected static void Damage(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Position = 4096 * 3;
        file.Write(Enumerable.Repeat((byte)0x5A, 4096 * 20).ToArray());
    }

    protected static void Execute(string path, string script)
    {
        using var connection = new LedgerConnection(path, create: true);
        connection.Execute(script);
    }
}
