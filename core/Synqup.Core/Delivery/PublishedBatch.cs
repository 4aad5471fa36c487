namespace Synqup.Core.Delivery;

/// <summary>What became of the sets of a batch.</summary>
/// <param name="Results">One for each set that is not held.</param>
/// <param name="Held">
/// The sets whose files another program held (a virus scanner, usually): tried again for up to a minute while other batches go on.
/// Completed and empty when there are none; never faulted for a file's sake.
/// </param>
internal sealed record PublishedBatch(IReadOnlyList<SetResult> Results, Task<IReadOnlyList<SetResult>> Held);
