using Synqup.Chaos.Disk;

namespace Synqup.Chaos.Worlds;

/// <summary>What happens at one call.</summary>
internal enum Event
{
    Nothing,

    /// <summary>The call fails.</summary>
    Error,

    /// <summary>The process is killed.</summary>
    Kill,

    /// <summary>The machine loses its power.</summary>
    PowerCut,
}

/// <summary>Decides what happens around each call that the agent makes.</summary>
internal abstract class Faults
{
    /// <summary>Whether anything happens at all; at the end of a world nothing does, and everything has to come right.</summary>
    public bool IsOver { get; set; }

    /// <param name="call">Of which disk, portal or ledger.</param>
    /// <param name="place">A path, or nothing.</param>
    /// <param name="after">The call took effect already.</param>
    /// <param name="error">What the disk says, where it is an error.</param>
    public abstract Event At(string call, string place, bool after, out DiskError error);
}
