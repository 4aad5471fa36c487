using System.Globalization;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Delivery;

/// <summary>What root and ledger do not agree on, for people.</summary>
internal static class DivergenceSentences
{
    /// <summary>How many documents a problem names.</summary>
    public const int Named = 10;

    public const string RootIsBehind = "root.behindLedger";

    public const string LedgerIsBehind = "root.aheadOfLedger";

    public static string Code(Divergence divergence) => divergence.Kind == DivergenceKind.RootIsBehind ? RootIsBehind : LedgerIsBehind;

    /// <summary>What happened, without the documents.</summary>
    public static string Problem(Divergence divergence) => divergence.Kind == DivergenceKind.RootIsBehind
        ? $"\"{divergence.Shown}\" knows nothing of its batches {divergence.First} to {divergence.Last}, of which this agent's ledger knows: the folder was restored from an old copy, or its .synqup folder was removed."
        : $"This agent's ledger knows nothing of the batches {divergence.First} to {divergence.Last} of \"{divergence.Shown}\": the ledger is an old copy. What the folder's own lists still say was taken over.";

    /// <param name="customers">Those whose names are known.</param>
    public static string Problem(DivergedDocuments diverged, IEnumerable<CustomerDescription> customers)
    {
        if (diverged.Count == 0)
            return Problem(diverged.Divergence);
        var names = diverged.Documents.Select(item => Name(item, customers.FirstOrDefault(customer => customer.EnterpriseId == item.Entry.Document.EnterpriseId)?.Name));
        var more = diverged.Count - diverged.Documents.Count;
        return $"{Problem(diverged.Divergence)} {(diverged.Count == 1 ? "1 document that was" : $"{Text(diverged.Count)} documents that were")} delivered in them may be missing there: "
            + $"{string.Join("; ", names)}{(more > 0 ? $"; and {Text(more)} more" : "")}.";
    }

    public static string Remedy(Divergence divergence)
    {
        var close = RootStandings.Order("--confirm", divergence.Shown);
        return divergence.Kind == DivergenceKind.RootIsBehind
            ? $"Compare them with the accounting package. If it has them all, or their files are in place, say: {close}. If not, let the office deliver again from the Console what is missing, or all of them at once: {RootStandings.Order("--redeliver", divergence.Shown)}"
            : $"Documents of those batches may be listed again: compare them with the accounting package before the office delivers one again. Then say: {close}";
    }

    private static string Name(HistoryItem item, string? customer) =>
        item.Entry.Document.Title + (customer is null ? "" : $" for {customer}") + (item.Files.Count == 0 ? "" : $" ({item.Files[0].ShownPath})");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
