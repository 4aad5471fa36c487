namespace Synqup.Core.Ledger;

/// <summary>What became of a page of descriptions.</summary>
/// <param name="New">The entries to work on now, in the order of the page. One that waits for an earlier delivery is not among them.</param>
/// <param name="Waiting">New entries that become due by themselves once the earlier delivery of their document is settled.</param>
/// <param name="Superseded">Earlier deliveries that were cancelled or replaced by a new one.</param>
/// <param name="ChangedAtSource">Entries that were quarantined because the content under their delivery number is another one now.</param>
/// <param name="ChangedAfterPublishing">The same, but too late: their first content is or may be in its folder, and stays.</param>
/// <param name="AcknowledgedAgain">Delivered here already: their acknowledgement is in the outbox again.</param>
/// <param name="Known">How many were known and needed nothing.</param>
internal sealed record RecordedPage(
    IReadOnlyList<LedgerEntry> New,
    IReadOnlyList<LedgerEntry> Waiting,
    IReadOnlyList<LedgerEntry> Superseded,
    IReadOnlyList<LedgerEntry> ChangedAtSource,
    IReadOnlyList<LedgerEntry> ChangedAfterPublishing,
    IReadOnlyList<LedgerEntry> AcknowledgedAgain,
    int Known);
