using Synqup.Core.Health;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>What people can do about a document that waits for them, in one wording.</summary>
internal static class Remedy
{
    /// <summary>Of a document that this agent cannot publish as it is.</summary>
    public static string DeliverAgain(string documentId) => $"have it delivered once more with 'synqup redeliver {documentId}', or by the office from the Console";

    /// <summary>Where everything that people decide about is listed, with the commands.</summary>
    public const string List = "'synqup quarantine' lists them, and says what you can do.";

    /// <summary>To be typed as it is.</summary>
    public static string Release(string documentId) => $"'synqup quarantine release {documentId}'";

    /// <summary>Of a set that is or was visible, perhaps.</summary>
    public static string Decide(SetRecord set) =>
        $"Look whether the accounting package has it. If it has, say {Imported(set.DocumentId)}; if not, {Release(set.DocumentId)}, or {DeliverAgain(set.DocumentId)}.";

    /// <summary>Of a document that this agent must not publish any more.</summary>
    public static string Close(string documentId) =>
        $"If the accounting package has it, say {Imported(documentId)}; otherwise 'synqup quarantine drop {documentId}'.";

    /// <summary>Of a document of which nothing is left to publish.</summary>
    public static string CloseOrDeliverAgain(string documentId) => $"If the accounting package has it, say {Imported(documentId)}; if not, {DeliverAgain(documentId)}.";

    /// <summary>Of a set whose name another file has.</summary>
    public static string MoveAway(SetRecord set) => $"Move that file away, then say {Release(set.DocumentId)}.";

    /// <summary>Why a document is not delivered that waited for it, and what to do.</summary>
    /// <param name="said">What the source says of it.</param>
    public static string Withdrawn(string source, string said) =>
        $"Not delivered, since {source} offers it to this agent no longer: {Sentence.Ended(said)} "
        + "If that is meant, there is nothing to do. If not, let the office look at its customer in the Console ('share', 'from', and which configuration it is linked to): offered again, it travels by itself.";

    /// <summary>Why a document is not fetched that the Console was told of already, and what to do.</summary>
    public static string OldLedger(string documentId) =>
        "The Console knows that this delivery was forwarded already, so this agent's ledger is an old copy of itself. "
        + $"Look whether the accounting package has it. If it has, say {Imported(documentId)}; if not, {DeliverAgain(documentId)}.";

    /// <summary>Why a document is not fetched of which the Console was told that the accounting package may have it, and what to do.</summary>
    public static string InDoubt(string documentId) =>
        "The Console was told that the accounting package may have this delivery already, so this agent's ledger is an old copy of itself. "
        + $"Look whether the accounting package has it. If it has, say {Imported(documentId)}; if not, {DeliverAgain}.";

    private static string Imported(string documentId) => $"'synqup quarantine imported {documentId}'";
}
