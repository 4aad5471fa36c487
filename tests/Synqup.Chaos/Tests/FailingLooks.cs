using Synqup.Chaos.Disk;
using Synqup.Chaos.Running;
using Synqup.Chaos.Worlds;

namespace Synqup.Chaos.Tests;

/// <summary>Processes die while they publish, and those that follow cannot see everything that is there.</summary>
internal sealed class FailingLooks(Chance chance) : Faults
{
    public override Event At(string call, string place, bool after, out DiskError error)
    {
        error = DiskError.Broken;
        if (call == "TryRename" && chance.Of(0.02))
            return Event.Kill;
        return !after && call is ("FilesIn" or "IsThere") && chance.Of(0.2) ? Event.Error : Event.Nothing;
    }
}
