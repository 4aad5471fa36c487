using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>A document as it can be asked for once more: its newest delivery that is known here.</summary>
/// <param name="Delivery">The ledger's number of that delivery.</param>
/// <param name="Document">Without its parts.</param>
/// <param name="IsAsked">A further delivery was asked for here, and has not been listed yet.</param>
/// <param name="IsOnItsWay">It is the delivery that was asked for here, and travels.</param>
internal sealed record Redeliverable(long Delivery, string Source, DocumentDescription Document, DeliveryState State, DateTimeOffset ListedAt, bool IsAsked = false, bool IsOnItsWay = false)
{
    public static Redeliverable Of(LedgerEntry entry) => new(entry.Id, entry.Source, entry.Document with { Parts = [] }, entry.State, entry.ListedAt);
}

/// <summary>Which documents a person wants to have once more. What is null does not restrict.</summary>
/// <param name="Customers">Ids of enterprises.</param>
/// <param name="From">The newest delivery was listed at this moment or later.</param>
/// <param name="Until">It was listed before this moment.</param>
internal sealed record RedeliveryFilter(
    string Source, IReadOnlyCollection<string>? Customers = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, RedeliveryBatch? Batch = null);

/// <param name="Root">The local path of the root, or the path as the template says it.</param>
internal sealed record RedeliveryBatch(string Root, long Number);
