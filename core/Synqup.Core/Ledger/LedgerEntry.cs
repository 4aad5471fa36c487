using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>One delivery of one document, keyed by source, document and delivery number.</summary>
/// <param name="Id">The ledger's own number; rises with time.</param>
/// <param name="Document">As the source described it when it listed this delivery.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When a deferred one is tried again; null when only a change of the configuration helps, and in other states.</param>
/// <param name="Reason">The sentence for people behind the state; null where the state needs none.</param>
/// <param name="Unseen">Delivered by the evidence that the file was gone: taken by the package before anyone saw it.</param>
/// <param name="DeliveredAt">When it was durably in its folder; null before.</param>
/// <param name="ListedAgain">In how many full listings the source had it again after it had been acknowledged: 2 and more, and in the last one, is a health problem.</param>
/// <param name="AlreadyThere">Delivered without writing: its files were there with the same content.</param>
/// <param name="Obstacle">What a release would meet, while it is quarantined.</param>
/// <param name="Forwarded">The source counts it as forwarded, which no error changes any more.</param>
internal sealed record LedgerEntry(
    long Id, string Source, DocumentDescription Document, DeliveryState State, int Attempts, DateTimeOffset ListedAt, DateTimeOffset ChangedAt,
    DateTimeOffset? DueAt, string? Reason, bool Unseen, DateTimeOffset? DeliveredAt = null, int ListedAgain = 0, bool AlreadyThere = false,
    Obstacle Obstacle = Obstacle.None, bool Forwarded = false)
{
    /// <summary>Whether a release could end otherwise than before.</summary>
    public bool MayBeReleased => Obstacle is Obstacle.None or Obstacle.NameTaken;
}
