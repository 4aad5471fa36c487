namespace Synqup.Core.Ledger;

/// <summary>A batch as the ledger knows it, and where each of its sets stands.</summary>
/// <param name="States">In the order of the batch's sets.</param>
internal sealed record BatchStanding(BatchRecord Batch, IReadOnlyList<DeliveryState> States);
