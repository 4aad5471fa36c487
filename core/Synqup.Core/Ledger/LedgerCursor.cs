namespace Synqup.Core.Ledger;

/// <summary>How far a source has been listed.</summary>
/// <param name="After">What to pass with the next listing; null before the first page.</param>
/// <param name="LastFullListing">When everything to be fetched or in error was last asked for; null when never.</param>
internal sealed record LedgerCursor(long? After, DateTimeOffset? LastFullListing);
