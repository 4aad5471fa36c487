using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>How one set left its batch.</summary>
internal enum SetEnding
{
    /// <summary>Durably in its folder, and the ledger says so.</summary>
    Delivered,

    /// <summary>The same bytes were there under the same name; the ledger says delivered.</summary>
    AlreadyDelivered,

    /// <summary>Needs a person.</summary>
    Quarantined,

    /// <summary>Nothing of it is visible, nothing binds: it can be tried again.</summary>
    Deferred,

    /// <summary>The source does not offer it any more.</summary>
    Withdrawn,

    /// <summary>Routed into another folder meanwhile: goes into a new batch at once.</summary>
    Restage,

    /// <summary>Dropped by the caller when it routed once more.</summary>
    Dropped,

    /// <summary>Still publishing: the root failed in between, and <see cref="DeliveryRoot.OpenAsync"/> settles it by the evidence.</summary>
    Pending,
}

/// <summary>How one set left its batch, with the sentence for people.</summary>
/// <param name="Settled">Whether the ledger knows already; otherwise writing the state is the caller's.</param>
/// <param name="Reason">Null when it is delivered.</param>
/// <param name="Obstacle">What a release of it would meet, where it is in quarantine.</param>
internal sealed record SetResult(SetPlan Set, SetEnding Ending, bool Settled, string? Reason = null, Obstacle Obstacle = Obstacle.None)
{
    /// <summary>The file that became visible last, as the accounting package sees it; null where nothing was bound.</summary>
    public string? File { get; init; }

    /// <summary>Of a planned set that the ledger has settled.</summary>
    public static SetResult Of(BoundSet set) => new(
        set.Plan!,
        set.Quarantine is not null ? SetEnding.Quarantined : set.WasThere ? SetEnding.AlreadyDelivered : SetEnding.Delivered,
        Settled: true,
        set.Quarantine,
        set.Obstacle)
    { File = set.Record.Files[^1].ShownPath };

    /// <summary>Of those that were planned: a set that comes from a manifest has nobody who waits for its result.</summary>
    public static IEnumerable<SetResult> Pending(IReadOnlyList<BoundSet> sets, string cause) =>
        sets.Where(s => s.Plan is not null).Select(s => new SetResult(s.Plan!, SetEnding.Pending, Settled: true, cause));
}
