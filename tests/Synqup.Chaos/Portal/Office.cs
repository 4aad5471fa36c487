using System.Globalization;
using Synqup.Chaos.Running;
using Synqup.Chaos.Worlds;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Chaos.Portal;

/// <summary>The office's Console, as it is: what documents there are and what it was told of them. Outlives every process of the agent.</summary>
internal sealed class Office(Chance chance, Witness witness, AgentConfiguration configuration)
{
    private readonly Dictionary<string, PortalDocument> _current = [];
    private readonly SortedDictionary<long, PortalDocument> _listed = [];
    private long _sequence;

    /// <summary>Documents of which it has not heard that they are delivered.</summary>
    public int Open { get; private set; }

    public int Deliveries { get; private set; }

    public AgentConfiguration Configuration => configuration;

    /// <summary>Of every document its current delivery.</summary>
    public IReadOnlyCollection<PortalDocument> Documents => _current.Values;

    public event Action? Changed;

    public void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"d{_current.Count + 1:d5}");
            var kind = chance.One([WireDocumentKind.PurchaseInvoice, WireDocumentKind.PurchaseInvoice, WireDocumentKind.SalesInvoice, WireDocumentKind.Statement]);
            Offer(PortalDocument.New(id, 1, chance.One(configuration.Customers).EnterpriseId, kind, Size()));
        }
        Changed?.Invoke();
    }

    /// <summary>Somebody at the office wants a document delivered once more.</summary>
    public void Redeliver(PortalDocument document)
    {
        if (document.State != PortalState.Forwarded)
            Open--;
        _listed.Remove(document.Description.Sequence);
        Offer(PortalDocument.New(document.Id, document.Delivery + 1, document.Description.EnterpriseId, document.Description.Kind, Size()));
        Changed?.Invoke();
    }

    /// <summary>Documents to be fetched after a sequence; without one, those in error too.</summary>
    public DocumentPage List(long? after, int limit)
    {
        var items = _listed.Where(d => d.Key > (after ?? 0) && (d.Value.State == PortalState.ToBeFetched || (after is null && d.Value.State == PortalState.Error)))
            .Take(limit).Select(d => d.Value.Description).ToList();
        return new DocumentPage(items, items.Count == 0 ? Math.Max(after ?? 0, 0) : items[^1].Sequence);
    }

    /// <summary>What it was told of as delivered, after a sequence.</summary>
    public DeliveredPage Delivered(long after, int limit)
    {
        var items = _listed.Where(d => d.Key > after && d.Value.State == PortalState.Forwarded).Take(limit).Select(d => new DeliveredDocument(d.Value.Description, DateTimeOffset.UnixEpoch, [])).ToList();
        return new DeliveredPage(items, items.Count == 0 ? after : items[^1].Document.Sequence);
    }

    /// <summary>Why a delivery is not to be had; null when it is.</summary>
    public (string Reason, Absence Absence)? Refuses(string id, long delivery) => _current[id] switch
    {
        { } current when current.Delivery != delivery => ("It was replaced by a later delivery.", Absence.Withdrawn),
        { State: PortalState.Forwarded } => ("It was forwarded.", Absence.AlreadyForwarded),
        _ => null,
    };

    public byte[] Content(string id, string part) => _current[id].Contents[part];

    public IReadOnlyList<AcknowledgementResult> Acknowledge(IReadOnlyList<Acknowledgement> batch) => [.. batch.Select(Acknowledge)];

    private AcknowledgementResult Acknowledge(Acknowledgement told)
    {
        if (told.Outcome == AcknowledgementOutcome.Forwarded)
            witness.Acknowledged(told);
        else
            witness.ToldOfError(told);
        return new(told.DocumentId, told.DeliveryNumber, told.Outcome, Judge(told), null);
    }

    private AcknowledgementStatus Judge(Acknowledgement told)
    {
        var document = _current[told.DocumentId];
        if (document.Delivery != told.DeliveryNumber)
            return AcknowledgementStatus.Superseded;
        var (state, changes) = (document.State, told.Outcome) switch
        {
            (PortalState.ToBeFetched or PortalState.Error, AcknowledgementOutcome.Forwarded) => (PortalState.Forwarded, true),
            (PortalState.ToBeFetched, AcknowledgementOutcome.Error) => (PortalState.Error, true),
            var (same, _) => (same, false),
        };
        if (changes && state == PortalState.Forwarded)
            Open--;
        document.State = state;
        return changes ? AcknowledgementStatus.Accepted : AcknowledgementStatus.AlreadyKnown;
    }

    private void Offer(PortalDocument document)
    {
        document.MoveTo(++_sequence);
        Open++;
        Deliveries++;
        _current[document.Id] = document;
        _listed.Add(_sequence, document);
        witness.Expect(document);
    }

    /// <summary>Mostly small; now and then more than one read.</summary>
    private int Size() => chance.Of(0.01) ? chance.Between(100_000, 300_000) : chance.Between(0, 400);
}
