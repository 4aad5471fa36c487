using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>Which delivery of which document: the key of a ledger row.</summary>
internal readonly record struct SetKey(string Source, string DocumentId, long DeliveryNumber)
{
    public static SetKey Of(SetRecord set) => new(set.Source, set.DocumentId, set.DeliveryNumber);

    public static SetKey Of(SetOutcome outcome) => new(outcome.Source, outcome.DocumentId, outcome.DeliveryNumber);
}
