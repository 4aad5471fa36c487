using System.Security.Cryptography;
using System.Text;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>An office in memory: it keeps documents and what it was told of them, and misbehaves on request.</summary>
internal sealed class ScriptedSource : IDocumentSource
{
    private readonly Lock _lock = new();
    private readonly List<DocumentDescription> _documents = [];
    private readonly List<Acknowledgement> _told = [];
    private readonly List<(string Document, long Replaces)> _asked = [];
    private AgentConfiguration _configuration = new([], []);
    private int _version;
    private long _sequence;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "office";

    /// <summary>Raised at each call, when what can be read here says so.</summary>
    public event Action? Called;

    /// <summary>Thrown by every call while it is not null.</summary>
    public SourceException? Down { get; set; }

    /// <summary>Thrown by the next calls for contents, one each.</summary>
    public Queue<SourceException> FetchFailures { get; } = new();

    /// <summary>Thrown by the next questions whether documents are offered, one each.</summary>
    public Queue<SourceException> OfferFailures { get; } = new();

    /// <summary>Documents that are no longer offered at the moment when their contents are asked for.</summary>
    public HashSet<string> Gone { get; } = [];

    /// <summary>Of which it was told already that they are delivered.</summary>
    public HashSet<string> Forwarded { get; } = [];

    /// <summary>Which it says that this agent delivered; then it lists them no more.</summary>
    public HashSet<string> Delivered { get; } = [];

    /// <summary>How many documents a page holds, though more are asked for.</summary>
    public int LargestPage { get; set; } = int.MaxValue;

    public int Fetches { get; private set; }

    /// <summary>How often it was asked for its configuration or its documents.</summary>
    public int Questions { get; private set; }

    /// <summary>Contents come when this is complete.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public int Heartbeats { get; private set; }

    /// <summary>The last heartbeat; null before the first.</summary>
    public Heartbeat? Last { get; private set; }

    /// <summary>Set at each heartbeat; then the agent has dealt with the answer to the one before.</summary>
    public Signal Heard { get; } = new();

    /// <summary>Thrown by heartbeats of an agent that does not say that it knows of its replacement and has nothing open, while it is not null.</summary>
    public SourceException? Refusal { get; set; }

    /// <summary>Whether acknowledgements get through.</summary>
    public bool Listens { get; set; } = true;

    /// <summary>What it thinks of acknowledgements that get through.</summary>
    public AcknowledgementStatus Verdict { get; set; } = AcknowledgementStatus.Accepted;

    /// <summary>By document, what it answers when it is asked for a further delivery that it does not give.</summary>
    public Dictionary<string, SourceException> Refusals { get; } = [];

    /// <summary>What it was asked for once more, with the delivery numbers that this replaces.</summary>
    public IReadOnlyList<(string Document, long Replaces)> Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    /// <summary>Whether a replaced agent has said that nothing is open any more.</summary>
    public bool Released { get; private set; }

    public IReadOnlyList<Acknowledgement> Told
    {
        get
        {
            lock (_lock)
                return [.. _told];
        }
    }

    /// <summary>Documents whose content is never what was listed.</summary>
    public HashSet<string> Garbled { get; } = [];

    public static string Content(string id) => $"<Invoice>{id}</Invoice>";

    public void Configure(IReadOnlyList<AccountingPackageConfiguration> configurations, IReadOnlyList<CustomerDescription> customers)
    {
        lock (_lock)
            _configuration = new AgentConfiguration(configurations, customers, $"v{++_version}");
        Wake();
    }

    public void Add(string id, string enterprise, string? number = null) => Add(id, enterprise, number, Content(id));

    /// <summary>Lists a document once more under the delivery number that it had, with another content.</summary>
    public void Change(string id, string enterprise) => Add(id, enterprise, null, Content("another " + id));

    /// <summary>Lists a document under its next delivery number.</summary>
    public void Redeliver(string id, string enterprise) => Add(id, enterprise, null, Content(id), delivery: 2);

    /// <summary>Lists a document no more.</summary>
    public void Forget(string id)
    {
        lock (_lock)
            _documents.RemoveAll(document => document.Id == id);
    }

    private void Add(string id, string enterprise, string? number, string content, long delivery = 1)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        lock (_lock)
        {
            _documents.Add(new DocumentDescription
            {
                Id = id,
                Sequence = ++_sequence,
                DeliveryNumber = delivery,
                EnterpriseId = enterprise,
                Kind = WireDocumentKind.PurchaseInvoice,
                Number = number ?? id,
                Parts = [new PartDescription("ubl", "application/xml", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)))],
            });
        }
        Wake();
    }

    public Task<HeartbeatAnswer> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        Heartbeats++;
        Last = heartbeat;
        Heard.Set();
        var released = heartbeat is { Released: true, Configuration: null };
        Released |= released;
        Called?.Invoke();
        return (released ? Down : Down ?? Refusal) is { } down ? Task.FromException<HeartbeatAnswer>(down) : Task.FromResult(new HeartbeatAnswer("Office", 5));
    }

    public Task<AgentConfiguration?> GetConfigurationAsync(string? etag, CancellationToken cancellationToken)
    {
        Questions++;
        Called?.Invoke();
        lock (_lock)
            return Down is { } down ? Task.FromException<AgentConfiguration?>(down) : Task.FromResult(_configuration.ETag == etag ? null : _configuration);
    }

    public async Task<DocumentPage> ListAsync(long? after, int limit, TimeSpan wait, CancellationToken cancellationToken)
    {
        Questions++;
        Called?.Invoke();
        var changed = Volatile.Read(ref _changed).Task;
        if (Page(after, limit) is { Items.Count: > 0 } page)
            return page;
        if (wait > TimeSpan.Zero)
            await changed.WaitAsync(cancellationToken);
        return Page(after, limit);
    }

    public async Task FetchAsync(IReadOnlyList<PartRequest> parts, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        var gone = Gone.ToHashSet();
        Fetches++;
        Called?.Invoke();
        await Ready.WaitAsync(cancellationToken);
        if (Down is { } down)
            throw down;
        if (FetchFailures.TryDequeue(out var failure))
            throw failure;
        foreach (var part in parts)
        {
            if (gone.Contains(part.DocumentId))
                await receiver.UnavailableAsync(part, "It is no longer shared.", Absence.Withdrawn, cancellationToken);
            else if (Forwarded.Contains(part.DocumentId))
                await receiver.UnavailableAsync(part, "It was forwarded.", Absence.AlreadyForwarded, cancellationToken);
            else
                await receiver.ReceiveAsync(part, new MemoryStream(Encoding.UTF8.GetBytes(Content(Garbled.Contains(part.DocumentId) ? "x" : part.DocumentId))), cancellationToken);
        }
    }

    public Task<IReadOnlyDictionary<string, Refusal>> RefusedAsync(IReadOnlyList<DocumentDescription> documents, CancellationToken cancellationToken)
    {
        Called?.Invoke();
        return (OfferFailures.TryDequeue(out var failure) ? failure : Down) is { } down
            ? Task.FromException<IReadOnlyDictionary<string, Refusal>>(down)
            : Task.FromResult<IReadOnlyDictionary<string, Refusal>>(documents.Where(d => Gone.Contains(d.Id) || Forwarded.Contains(d.Id))
                .ToDictionary(d => d.Id, d => Gone.Contains(d.Id) ? new Refusal("It is no longer shared.", Absence.Withdrawn) : new Refusal("It was forwarded.", Absence.AlreadyForwarded)));
    }

    public Task<DeliveredPage> DeliveredAsync(long after, int limit, CancellationToken cancellationToken)
    {
        Called?.Invoke();
        if (Down is { } down)
            return Task.FromException<DeliveredPage>(down);
        lock (_lock)
        {
            var items = _documents.Where(d => d.Sequence > after && Delivered.Contains(d.Id)).Take(limit).Select(d => new DeliveredDocument(d, DateTimeOffset.UnixEpoch, [new AcknowledgedFile($@"K:\{d.Id}.xml", 3, new string('a', 64))])).ToList();
            return Task.FromResult(new DeliveredPage(items, items.Count == 0 ? after : items[^1].Document.Sequence));
        }
    }

    public Task<IReadOnlyList<AcknowledgementResult>> AcknowledgeAsync(IReadOnlyList<Acknowledgement> batch, CancellationToken cancellationToken)
    {
        if (!Listens)
            throw new SourceException(SourceFailure.Unavailable, "away");
        lock (_lock)
            _told.AddRange(batch);
        Called?.Invoke();
        return Task.FromResult<IReadOnlyList<AcknowledgementResult>>(
            [.. batch.Select(a => new AcknowledgementResult(a.DocumentId, a.DeliveryNumber, a.Outcome, Verdict, null))]);
    }

    public Task<RedeliveryAnswer> RedeliverAsync(string documentId, long replacesDeliveryNumber, CancellationToken cancellationToken)
    {
        lock (_lock)
            _asked.Add((documentId, replacesDeliveryNumber));
        Called?.Invoke();
        if (Refusals.TryGetValue(documentId, out var refusal))
            return Task.FromException<RedeliveryAnswer>(refusal);
        if (_documents.FindLast(document => document.Id == documentId) is { } last && last.DeliveryNumber == replacesDeliveryNumber)
            Add(documentId, last.EnterpriseId, last.Number, Content(documentId), replacesDeliveryNumber + 1);
        return Task.FromResult(new RedeliveryAnswer(documentId, replacesDeliveryNumber + 1));
    }

    private DocumentPage Page(long? after, int limit)
    {
        if (Down is { } down)
            throw down;
        lock (_lock)
        {
            var items = _documents.Where(d => d.Sequence > (after ?? 0)).Take(Math.Min(limit, LargestPage)).ToList();
            return new DocumentPage(items, items.Count == 0 ? after ?? 0 : items[^1].Sequence);
        }
    }

    private void Wake() => Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
