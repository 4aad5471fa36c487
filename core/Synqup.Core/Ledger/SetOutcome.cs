namespace Synqup.Core.Ledger;

/// <summary>How one set of a batch ended.</summary>
/// <param name="State"><see cref="DeliveryState.Delivered"/> or <see cref="DeliveryState.Quarantined"/>.</param>
/// <param name="Unseen">Delivered by the evidence that the file was gone.</param>
/// <param name="Reason">The sentence for people when it is quarantined.</param>
/// <param name="AlreadyThere">Delivered without writing: its files were there with the same content.</param>
/// <param name="Obstacle">What a release would meet, when it is quarantined.</param>
internal sealed record SetOutcome(
    string Source, string DocumentId, long DeliveryNumber, DeliveryState State, bool Unseen = false, string? Reason = null, bool AlreadyThere = false,
    Obstacle Obstacle = Obstacle.None);
