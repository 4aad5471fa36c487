using Synqup.Chaos.Disk;
using Synqup.Core.Delivery;

namespace Synqup.Chaos.Worlds;

/// <summary>Where a deliberate fault of the protocol can be put between the agent and its world; by itself there is none.</summary>
internal class Seams
{
    public virtual SimulatedPlatform Disk(IReadOnlyList<SimulatedVolume> volumes, string bootId, IDiskTouch touch) => new(volumes, bootId, touch);

    public virtual IBatchLedger Ledger(IBatchLedger ledger) => ledger;
}
