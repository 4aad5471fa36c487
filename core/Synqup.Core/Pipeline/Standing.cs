namespace Synqup.Core.Pipeline;

/// <summary>What the source thinks of this instance; decides what it may do.</summary>
internal enum Standing
{
    /// <summary>No heartbeat of this process was accepted yet: nothing is fetched or published.</summary>
    Unknown,

    /// <summary>Accepted, at least once; an outage of the source does not take it away.</summary>
    Accepted,

    /// <summary>Another instance uses this identity: nothing is fetched or published.</summary>
    OtherInstance,

    /// <summary>Replaced by another agent: nothing is fetched, what began is finished and acknowledged.</summary>
    Replaced,
}
