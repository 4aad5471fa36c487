namespace Synqup.Core.Delivery;

/// <summary>What people can do about a document that waits for them, in one wording.</summary>
internal static class Remedy
{
    public const string DeliverAgain = "have the office deliver the document again from the Console";

    public const string LookFirst = $"Look whether the accounting package has it; if not, {DeliverAgain}.";
}
