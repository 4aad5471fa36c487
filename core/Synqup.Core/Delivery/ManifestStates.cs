using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>Where the sets of manifests stand by the ledger; a set that was let go from a batch has no state there.</summary>
internal sealed class ManifestStates
{
    private readonly Dictionary<(long Batch, SetKey Key), DeliveryState?> _states = [];
    private readonly Dictionary<(long Batch, SetKey Key), SetRecord> _committed = [];
    private readonly HashSet<(long Batch, SetKey Key)> _unknown = [];

    public static async Task<ManifestStates> ReadAsync(SortedDictionary<long, BatchRecord> manifests, RootHistory history, IBatchLedger ledger, CancellationToken cancellationToken)
    {
        var result = new ManifestStates();
        var batchOf = new Dictionary<SetKey, long>();
        foreach (var batch in history.Batches)
        {
            foreach (var set in batch.Sets)
            {
                batchOf[SetKey.Of(set)] = batch.Number;
                result._committed[(batch.Number, SetKey.Of(set))] = set;
            }
        }
        var taken = new HashSet<SetKey>();
        foreach (var manifest in manifests.Values.Reverse())
        {
            var states = await ledger.StatesAsync(manifest.Sets, cancellationToken);
            for (var i = 0; i < states.Count; i++)
                result.Add(manifest.Number, SetKey.Of(manifest.Sets[i]), states[i], batchOf, taken);
        }
        return result;
    }

    /// <summary>Null for a set that this batch does not bind any more.</summary>
    public DeliveryState? Of(long batch, SetRecord set) => _states.GetValueOrDefault((batch, SetKey.Of(set)));

    /// <summary>The ledger does not know that this batch binds it.</summary>
    public bool IsUnknown(long batch, SetRecord set) => _unknown.Contains((batch, SetKey.Of(set)));

    public bool IsInManifest(long batch, SetRecord set) => _states.ContainsKey((batch, SetKey.Of(set)));

    /// <summary>Whether its manifest is still needed.</summary>
    public bool IsOpen(long batch, SetRecord set) => Of(batch, set) is DeliveryState.Publishing or DeliveryState.Delivered or DeliveryState.Quarantined;

    public bool HasOtherNames(long batch, SetRecord set) =>
        _committed.TryGetValue((batch, SetKey.Of(set)), out var committed) && !committed.Files.Select(f => f.FinalName).SequenceEqual(set.Files.Select(f => f.FinalName));

    public void Adopt(long batch, IEnumerable<SetRecord> sets, IEnumerable<SetRecord> refused)
    {
        foreach (var set in sets)
            _states[(batch, SetKey.Of(set))] = DeliveryState.Publishing;
        foreach (var set in refused)
            _states[(batch, SetKey.Of(set))] = null;
    }

    private void Add(long batch, SetKey key, DeliveryState? state, Dictionary<SetKey, long> batchOf, HashSet<SetKey> taken)
    {
        var at = (batch, key);
        if (batchOf.TryGetValue(key, out var owner))
        {
            _states[at] = owner == batch ? state : null;
        }
        else if (state is null or DeliveryState.Listed or DeliveryState.Deferred or DeliveryState.Publishing)
        {
            // Publishing elsewhere may be this batch all the same, under a path and a marker that are no more: the ledger compares.
            // Newest first: an older manifest of a set that the ledger has in none was left behind by a refused commit.
            _states[at] = null;
            if (taken.Add(key))
                _unknown.Add(at);
        }
        else
        {
            // Anything else without a batch: it came to that elsewhere.
            _states[at] = state is DeliveryState.Delivered or DeliveryState.Acknowledged ? state : null;
        }
    }
}
