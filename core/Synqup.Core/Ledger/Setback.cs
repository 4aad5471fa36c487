namespace Synqup.Core.Ledger;

/// <summary>Why an entry is not delivered (now).</summary>
/// <param name="EntryId">The ledger's number of the entry.</param>
/// <param name="Reason">The sentence for people.</param>
/// <param name="ReportError">Whether the source is told, with the reason, in the same commit.</param>
/// <param name="DueAt">For deferred ones: when it is tried again; null when only a change of the configuration helps.</param>
/// <param name="Passes">It waits for something that is a problem of its own, such as a folder that is away, and travels by itself when that is over.</param>
/// <param name="Obstacle">For quarantined ones: what a release would meet.</param>
internal sealed record Setback(long EntryId, string Reason, bool ReportError, DateTimeOffset? DueAt = null, bool Passes = false, Obstacle Obstacle = Obstacle.None);
