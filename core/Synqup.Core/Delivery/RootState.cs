namespace Synqup.Core.Delivery;

/// <summary>Whether anything can be written below a root.</summary>
internal enum RootState
{
    /// <summary>Not opened yet.</summary>
    Closed,

    Ready,

    /// <summary>The folder is not there.</summary>
    Missing,

    /// <summary>An empty folder without a marker on Linux, which may be the mount point of a volume that is not there: a person has to mark it.</summary>
    Unmarked,

    /// <summary>New, and such that the agent marks it by itself.</summary>
    NotMarkedYet,

    /// <summary>Documents were delivered here before, and the marker is gone: a share or volume is not mounted.</summary>
    MarkerLost,

    /// <summary>This agent's marker, and not the one with which it was opened.</summary>
    MarkedAnew,

    /// <summary>Another agent marked it.</summary>
    ForeignMarker,

    /// <summary>Another folder has its marker too: one is a copy of the other.</summary>
    Copied,

    /// <summary>Another process holds the lock.</summary>
    Locked,

    /// <summary>There is hardly any room left on a volume that it needs.</summary>
    Full,

    /// <summary>A call of the system does not return.</summary>
    Hanging,

    /// <summary>The marker, a manifest or the folder cannot be read or written.</summary>
    Unreadable,
}

/// <summary>A root's state with the sentences for people.</summary>
/// <param name="Problem">What is wrong and where; null when it is <see cref="RootState.Ready"/>.</param>
/// <param name="Remedy">What to do; null when it is <see cref="RootState.Ready"/>.</param>
internal sealed record RootStanding(RootState State, string? Problem = null, string? Remedy = null)
{
    public bool IsReady => State == RootState.Ready;
}
