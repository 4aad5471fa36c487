using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>Whether a root and the ledger know of the same batches.</summary>
internal static class RootComparison
{
    /// <param name="newest">The highest number that the root knows.</param>
    /// <returns>Null when they do.</returns>
    public static Divergence? Compare(RootIdentity identity, RootMarker marker, long newest, SortedDictionary<long, BatchRecord> manifests, RootHistory history, DateTimeOffset now)
    {
        var known = Math.Max(history.NewestBatch, marker.Since);
        if (newest < known)
            return new(identity.Path, identity.Shown, DivergenceKind.RootIsBehind, newest + 1, known, now);
        // A manifest is durable before the ledger commits its batch, so the root may be one ahead, if that manifest is there.
        return newest > known + 1 || (newest == known + 1 && !manifests.ContainsKey(newest))
            ? new(identity.Path, identity.Shown, DivergenceKind.LedgerIsBehind, known + 1, newest, now)
            : null;
    }
}
