namespace Synqup.Core.Delivery;

/// <summary>What a failure of a disk means, and how it is said to people.</summary>
internal enum DiskFailure
{
    Other,
    NotFound,
    Denied,

    /// <summary>Another program holds the file.</summary>
    Held,
    Full,
    NameTooLong,
    ReadOnly,
}
