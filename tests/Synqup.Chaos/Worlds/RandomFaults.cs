using Synqup.Chaos.Disk;
using Synqup.Chaos.Running;

namespace Synqup.Chaos.Worlds;

/// <summary>Faults by chance; each world has its own rates, and lacks some kinds.</summary>
internal sealed class RandomFaults : Faults
{
    private static readonly DiskError[] Every = Enum.GetValues<DiskError>();

    private readonly Chance _chance;
    private readonly double _disk, _portal, _ledger, _kill, _powerCut;

    /// <param name="documents">How many there are: whatever happens to the whole agent happens a few times in a world, however many calls that are.</param>
    public RandomFaults(Chance chance, int documents)
    {
        _chance = chance;
        double Sometimes(double most) => chance.Of(0.7) ? most * chance.Between(1, 100) / 100 : 0;
        (_disk, _portal, _ledger) = (Sometimes(0.005), Sometimes(0.05), Sometimes(0.02));
        (_kill, _powerCut) = (Sometimes(1.0) / documents, Sometimes(0.3) / documents);
    }

    public override Event At(string call, string place, bool after, out DiskError error)
    {
        error = DiskError.Broken;
        if (_chance.Of(_kill))
            return Event.Kill;
        if (_chance.Of(_powerCut))
            return Event.PowerCut;
        var isDisk = place.StartsWith('/');
        if (!_chance.Of(isDisk ? _disk : call.StartsWith("ledger ", StringComparison.Ordinal) ? _ledger : _portal))
            return Event.Nothing;
        // What took effect and fails all the same is a share that lost its answer.
        error = after ? DiskError.Broken : _chance.One(Every);
        return Event.Error;
    }
}
