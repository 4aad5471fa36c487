namespace Synqup.Core.Ledger;

/// <summary>Which entries of the ledger a person wants to see, newest first. What is null does not restrict.</summary>
/// <param name="EnterpriseId">The customer.</param>
/// <param name="Number">Part of the document's number, in any case.</param>
/// <param name="FileName">Part of the name of one of its files, in any case.</param>
/// <param name="From">Listed at this moment or later.</param>
/// <param name="Until">Listed before this moment.</param>
/// <param name="Before">The id of the last entry of the previous page.</param>
internal sealed record HistoryFilter(
    string? Source = null, string? EnterpriseId = null, string? Number = null, string? FileName = null,
    DateTimeOffset? From = null, DateTimeOffset? Until = null, DeliveryState? State = null,
    long? Before = null, int Limit = 100);

/// <summary>An entry with the files that it became; without files before it was published.</summary>
internal sealed record HistoryItem(LedgerEntry Entry, string? ConfigurationId, string? Root, long? Batch, IReadOnlyList<FileRecord> Files)
{
    /// <summary>What people decided about it, the oldest first.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];
}

/// <summary>The numbers behind a status page.</summary>
/// <param name="ByState">Every state, with 0 where there is none.</param>
/// <param name="OldestUndelivered">When the oldest entry was listed that is still to be delivered; null when none is.</param>
/// <param name="Outbox">Acknowledgements that the source has not answered yet.</param>
/// <param name="LastAcknowledgedSequence">The highest change sequence among what the source has settled; null when none.</param>
internal sealed record LedgerSummary(
    IReadOnlyDictionary<DeliveryState, long> ByState, DateTimeOffset? OldestUndelivered, long Outbox, long? LastAcknowledgedSequence);
