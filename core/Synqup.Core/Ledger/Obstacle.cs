namespace Synqup.Core.Ledger;

/// <summary>What keeps a quarantined delivery from being released, as far as that is known before anyone tries. Numbers are in the database: never renumber.</summary>
internal enum Obstacle
{
    None = 0,

    /// <summary>Another file has its name, until a person moves that away.</summary>
    NameTaken = 1,

    /// <summary>The source counts it as forwarded, and gives its content as a new delivery only.</summary>
    AlreadyForwarded = 2,

    /// <summary>Its content is not the one that was listed, or written.</summary>
    OtherContent = 3,

    /// <summary>The source was told that the accounting package may have it, and gives its content as a new delivery only.</summary>
    InDoubt = 4,

    /// <summary>The agent keeps nothing of it that could be published.</summary>
    NothingLeft = 5,

    /// <summary>The source does not offer it to this agent; until it lists it once more.</summary>
    NotOffered = 6,
}
