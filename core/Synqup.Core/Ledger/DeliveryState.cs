namespace Synqup.Core.Ledger;

/// <summary>Where one delivery of one document stands. Numbers are in the database: never renumber.</summary>
internal enum DeliveryState
{
    /// <summary>Known here, nothing done yet.</summary>
    Listed = 0,

    /// <summary>Tried, or not routable; tried again when due, or routed anew when the configuration changes.</summary>
    Deferred = 1,

    /// <summary>Its renames may have happened.</summary>
    Publishing = 2,

    /// <summary>Durably in its folder; the source has not been told yet or has not answered.</summary>
    Delivered = 3,

    /// <summary>Delivered, and the source's answer settled it: forwarded, superseded, unknown or not assigned.</summary>
    Acknowledged = 4,

    /// <summary>Needs a person.</summary>
    Quarantined = 5,

    /// <summary>The destination can never take it.</summary>
    Rejected = 6,

    /// <summary>No longer shared, or deleted, before it was published.</summary>
    Withdrawn = 7,

    /// <summary>Replaced by a later delivery number before it was published.</summary>
    Superseded = 8,

    /// <summary>Quarantined or rejected, then dropped by a person.</summary>
    Discarded = 9,
}
