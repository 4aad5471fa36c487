namespace Synqup.Core.Ledger;

/// <summary>What a person says of a delivery that needs one. Numbers are in the database: never renumber.</summary>
internal enum DecisionKind
{
    /// <summary>The accounting package does not have it: it is published under its committed names, or tried again where no batch holds it.</summary>
    Release = 0,

    /// <summary>The accounting package has it already: it counts as delivered.</summary>
    Imported = 1,

    /// <summary>It is not wanted.</summary>
    Drop = 2,

    /// <summary>The source was asked for a further delivery: an entry of who asked, which is ended as soon as it is written. Of any delivery, also of one that needs nobody.</summary>
    Redeliver = 3,
}

/// <summary>What a person decided about a delivery, and what came of it.</summary>
/// <param name="Who">The user of the operating system.</param>
/// <param name="EndedAt">Null while it is open.</param>
/// <param name="Succeeded">Whether it was carried out; null while it is open.</param>
/// <param name="Result">The sentence for people; while it is open, what it waits for, or null.</param>
internal sealed record Decision(DecisionKind Kind, string Who, DateTimeOffset At, string? Why, DateTimeOffset? EndedAt, bool? Succeeded, string? Result)
{
    /// <summary>The agent is carrying it out: nothing replaces it any more.</summary>
    public bool IsBegun { get; init; }
}

/// <summary>A decision that the agent has not begun to carry out.</summary>
/// <param name="Root">The local path of the root whose batch holds the delivery; null when none does.</param>
internal sealed record OpenDecision(long Id, Decision Decision, LedgerEntry Entry, string? Root);
