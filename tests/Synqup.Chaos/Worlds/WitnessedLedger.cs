using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Chaos.Worlds;

/// <summary>Tells the witness what the ledger has committed before anything becomes visible.</summary>
internal sealed class WitnessedLedger(IBatchLedger inner, Witness witness) : PassedLedger(inner)
{
    /// <summary>What it has committed for a process that did not live to hear of it.</summary>
    public override async Task<RootHistory> EnterRootAsync(string root, string shown, string marker, CancellationToken cancellationToken)
    {
        var history = await base.EnterRootAsync(root, shown, marker, cancellationToken);
        Note(history.Batches.SelectMany(b => b.Sets));
        return history;
    }

    public override async Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken)
    {
        var refused = await base.PublishingAsync(batch, cancellationToken);
        Note(batch.Sets.Except(refused));
        return refused;
    }

    private void Note(IEnumerable<SetRecord> sets)
    {
        foreach (var set in sets)
            witness.Publishing(set.DocumentId, set.DeliveryNumber);
    }
}
