namespace Synqup.Core.Delivery;

/// <summary>What people can do about a document that waits for them, in one wording.</summary>
internal static class Remedy
{
    public const string DeliverAgain = "have the office deliver the document again from the Console";

    /// <summary>Why a document is not fetched that the Console was told of already, and what to do.</summary>
    public const string OldLedger = $"The Console knows that this delivery was forwarded already, so this agent's ledger is an old copy of itself. {LookFirst}";

    public const string LookFirst = $"Look whether the accounting package has it; if not, {DeliverAgain}.";
}
