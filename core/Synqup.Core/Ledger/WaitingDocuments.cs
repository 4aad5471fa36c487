namespace Synqup.Core.Ledger;

/// <summary>Documents that wait for the same reason.</summary>
/// <param name="Reason">The sentence for people.</param>
/// <param name="NeedsPerson">Only a change elsewhere helps, or trying again did not so far; not what waits for something that is a problem of its own.</param>
/// <param name="DocumentId">The one that waits longest, as an example.</param>
/// <param name="Number">Its number; null when it has none.</param>
/// <param name="Since">When that one was listed.</param>
/// <param name="DueAt">When the first of them is tried again; null when none is by itself.</param>
internal sealed record WaitingDocuments(string Reason, bool NeedsPerson, long Count, string DocumentId, string? Number, DateTimeOffset Since, DateTimeOffset? DueAt);
