using Synqup.Console.Data;
using Synqup.Console.Problems;

namespace Synqup.Console.Documents;

/// <summary>Why a content is not given.</summary>
internal sealed record PartRefusal(ProblemType Type, string Detail)
{
    public static readonly PartRefusal NotAvailable = new(ProblemType.NotAvailable, "It is not there any more.");

    public static PartRefusal NotCurrent(long asked, long current) => new(
        ProblemType.NotAvailable, $"Delivery {asked} is not the current one of this document: delivery {current} is, and only that one is given.");

    public static readonly PartRefusal InDoubt = new(ProblemType.InDoubt, "You said of this delivery that the accounting package may have it; a redelivery gives it again, as a new delivery.");

    public static readonly PartRefusal AlreadyForwarded = new(ProblemType.AlreadyForwarded, "It was forwarded already; a redelivery gives it again, as a new delivery.");
}

/// <summary>One part of a document that was given to an agent.</summary>
internal sealed record GivenPart(string DocumentId, string Name, string MediaType, long Size, string Sha256, long DeliveryNumber, DocumentState State, bool Offered, bool InDoubt)
{
    /// <summary>
    /// Why the agent may not fetch it; null when it may. One that comes for what was forwarded, or for what it said that the accounting
    /// package may have, was set back to an old copy of its ledger: it would put it there twice, and has to tell a person instead.
    /// </summary>
    /// <param name="delivery">The delivery that it asks for; null where it did not say.</param>
    public PartRefusal? RefusalOf(long? delivery) =>
        State is DocumentState.Forwarded or DocumentState.PickedUp ? PartRefusal.AlreadyForwarded
        : !Offered ? PartRefusal.NotAvailable
        : delivery is { } asked && asked != DeliveryNumber ? PartRefusal.NotCurrent(asked, DeliveryNumber)
        : State == DocumentState.Error && InDoubt ? PartRefusal.InDoubt
        : null;

    public static IQueryable<GivenPart> Of(IQueryable<StoredDocument> documents) => documents.SelectMany(
        row => row.Parts, (row, part) => new GivenPart(row.Id, part.Name, part.MediaType, part.Size, part.Sha256, row.DeliveryNumber, row.State, row.Offered, row.InDoubt));
}
