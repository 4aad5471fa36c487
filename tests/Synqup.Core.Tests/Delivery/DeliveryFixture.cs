using System.IO.Abstractions;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Tests.Delivery;

/// <summary>A root, a real ledger, and short ways to deliver into the one and ask the other.</summary>
internal abstract class DeliveryFixture
{
    protected const string Source = "office";

    private readonly List<DeliveryRoot> _roots = [];

    protected string Folder { get; }

    protected DeliveryFixture() => Folder = Directory.CreateDirectory(Path.Combine(TemporaryFolder, "synqup-delivery-" + Guid.NewGuid().ToString("N"))).FullName;

    protected virtual string TemporaryFolder => Path.GetTempPath();

    protected virtual string RootPath => Path.Combine(Folder, "root");

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    protected DeliveryLedger Ledger { get; private set; } = null!;

    protected HookedPlatform Platform { get; set; } = null!;

    protected DeliveryLog Log { get; } = new();

    protected virtual IFileSystem Files { get; } = new FileSystem();

    protected virtual IPlatform NewPlatform() => Core.Delivery.Platform.ForThisSystem(Files);

    protected string Inbox => Path.Combine(RootPath, "Janssens", "inbound");

    protected string Staging => Path.Combine(Inbox, ".synqup");

    [SetUp]
    public async Task Open()
    {
        Files.Directory.CreateDirectory(RootPath);
        Ledger = await DeliveryLedger.OpenAsync(Path.Combine(Folder, "ledger.db"), Time, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);
        Platform = new HookedPlatform(NewPlatform());
    }

    [TearDown]
    public async Task Remove()
    {
        Platform.Before = Platform.After = null;
        foreach (var root in _roots)
            await root.DisposeAsync();
        await Ledger.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected DeliveryRoot NewRoot(IPlatform? platform = null, IBatchLedger? ledger = null, string agent = "agent-1", string source = Source, Func<string, string?>? sharedWith = null)
    {
        var root = new DeliveryRoot(new RootIdentity(RootPath, RootPath, "Office", agent, source) { SharedWith = sharedWith ?? (_ => null) }, platform ?? Platform, ledger ?? Ledger, Time, Log);
        _roots.Add(root);
        return root;
    }

    protected async Task<DeliveryRoot> OpenRootAsync()
    {
        var root = NewRoot();
        root.Use();
        var report = await root.OpenAsync(CancellationToken.None);
        Assert.That(report.Standing.IsReady, report.Standing.Problem);
        return root;
    }

    /// <summary>The process is gone, with all it held; the machine goes on.</summary>
    protected void Kill()
    {
        Platform.ReleaseLocks();
        Platform = new HookedPlatform(NewPlatform());
    }

    protected static byte[] Bytes(string id, string part) => Encoding.UTF8.GetBytes($"{part} of {id}");

    /// <summary>A document with one file per part, named after it.</summary>
    protected SetPlan Plan(string id, string[]? parts = null, string? name = null, string customer = "Janssens", long delivery = 1, string? root = null)
    {
        parts ??= ["ubl"];
        var folder = PathTemplate.Parse((root ?? RootPath) + "/[enterprise_name]/inbound").Expand(new Enterprise { Name = customer }, IdentifierForm.Vat).Folder!;
        var document = new DocumentDescription
        {
            Id = id,
            Sequence = 1,
            DeliveryNumber = delivery,
            EnterpriseId = "e1",
            Kind = WireDocumentKind.PurchaseInvoice,
            // Much of a document is unknown, and its manifest must be readable all the same.
            Supplier = new PartyDescription("Leverancier", null, null),
            Number = id,
            Parts = [.. parts.Select(p => new PartDescription(p, "application/octet-stream", Bytes(id, p).Length, Convert.ToHexStringLower(SHA256.HashData(Bytes(id, p)))))],
        };
        var files = parts.Select(p => new PlannedFile(p, new DeliveryPath(folder, FileName.Parse($"{name ?? id}.{Extension(p)}")))).ToArray();
        return new SetPlan(Source, document, "configuration-1", DeliveryPlan.Deliver(files));
    }

    /// <summary>The same with a done file.</summary>
    protected static SetPlan WithDone(SetPlan plan)
    {
        var data = plan.Plan.Files[^1].Path;
        return plan with { Plan = DeliveryPlan.Deliver([.. plan.Plan.Files, PlannedFile.Done(data with { Name = FileName.Parse(Path.ChangeExtension(data.Name.Value, ".done")) })]) };
    }

    protected static string Extension(string part) => part == "ubl" ? "xml" : part;

    protected static async Task ReceiveAsync(StagingBatch batch, Func<PartRequest, byte[]>? content = null)
    {
        foreach (var request in batch.Requests)
            await batch.ReceiveAsync(request, new MemoryStream(content?.Invoke(request) ?? Bytes(request.DocumentId, request.Part)), CancellationToken.None);
        await batch.FlushAsync(CancellationToken.None);
    }

    protected static async Task<PublishedBatch> DeliverAsync(DeliveryRoot root, params SetPlan[] plans)
    {
        await using var batch = root.OpenBatch("etag-1", plans);
        await ReceiveAsync(batch);
        return await root.PublishAsync(batch, Same, CancellationToken.None);
    }

    protected static ValueTask<IReadOnlyList<Rerouted>> Same(IReadOnlyList<SetPlan> sets, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Rerouted>>([.. sets.Select(_ => Rerouted.Same)]);

    protected async Task<DeliveryState?> StateAsync(SetPlan plan) => (await EntryAsync(plan))?.State;

    protected async Task<LedgerEntry?> EntryAsync(SetPlan plan) =>
        (await Ledger.Queries.DocumentAsync(Source, plan.Document.Id, CancellationToken.None)).SingleOrDefault(i => i.Entry.Document.DeliveryNumber == plan.Document.DeliveryNumber)?.Entry;

    protected string[] Visible(string? folder = null)
    {
        folder ??= Inbox;
        return Files.Directory.Exists(folder) ? [.. Files.Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : [];
    }

    protected string[] Staged() => !Files.Directory.Exists(RootPath) ? [] : Files.Directory.GetFiles(RootPath, "*.synqup-part", SearchOption.AllDirectories);

    protected string[] ManifestNames() => [.. Files.Directory.GetFiles(Path.Combine(RootPath, ".synqup", "batches")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>A person decides, in another process.</summary>
    protected async Task DecideAsync(SetPlan plan, DecisionKind kind) => Decisions.Record(
        Path.Combine(Folder, "ledger.db"), [(await EntryAsync(plan))!.Id], new Decision(kind, "anna", Time.GetUtcNow(), null, null, null, null));

    /// <summary>What the agent does about it.</summary>
    protected async Task CarryOutAsync(DeliveryRoot root)
    {
        foreach (var open in await Ledger.DecisionsAsync(Source, CancellationToken.None))
        {
            var key = new SetKey(Source, open.Entry.Document.Id, open.Entry.Document.DeliveryNumber);
            if (await Ledger.CarryOutAsync(open, CancellationToken.None) is not null)
                await root.LetGoAsync([key]);
            else
                await root.ReleaseAsync([key], CancellationToken.None);
        }
        await root.CloseAsync(CancellationToken.None);
    }

    protected async Task<Decision> DecisionAsync(SetPlan plan) =>
        (await Ledger.Queries.DocumentAsync(Source, plan.Document.Id, CancellationToken.None)).Single(i => i.Entry.Document.DeliveryNumber == plan.Document.DeliveryNumber).Decisions[^1];

    protected async Task AcknowledgeAllAsync()
    {
        var outbox = await Ledger.OutboxAsync(Source, 10_000, CancellationToken.None);
        await Ledger.AnsweredAsync(Source, [.. outbox.Select(o => new AcknowledgementResult(o.DocumentId, o.DeliveryNumber, o.Outcome, AcknowledgementStatus.Accepted, null))], CancellationToken.None);
    }
}
