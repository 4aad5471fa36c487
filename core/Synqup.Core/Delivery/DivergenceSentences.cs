using System.Globalization;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Delivery;

/// <summary>What root and ledger do not agree on, for people.</summary>
internal static class DivergenceSentences
{
    /// <summary>How many documents a problem names.</summary>
    public const int Named = 10;

    /// <summary>So many at once that nobody looked at are no chance any more.</summary>
    private const int UnseenAlarm = 10;

    /// <summary>The code of the problem that the source knows more than the ledger; its place is the connection.</summary>
    public const string OldLedger = "ledger.behindConsole";

    /// <summary>The codes of the problems, by kind, and <see cref="OldLedger"/>: those that are read from the ledger.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["root.behindLedger", "root.aheadOfLedger", "root.unseen", "root.renameUndone", OldLedger];

    public static string Code(Divergence divergence) => Codes[(int)divergence.Kind];

    /// <summary>Unseen documents were most likely imported before the agent could look; all else means that something was lost.</summary>
    public static HealthSeverity Severity(DivergedDocuments diverged) =>
        diverged.Divergence.Kind == DivergenceKind.Unseen && diverged.Count <= UnseenAlarm ? HealthSeverity.Warning : HealthSeverity.Error;

    /// <summary>What happened, without the documents.</summary>
    public static string Problem(Divergence divergence) => divergence.Kind switch
    {
        DivergenceKind.RootIsBehind => $"\"{divergence.Shown}\" knows nothing of its batches {divergence.First} to {divergence.Last}, of which this agent's ledger knows: the folder was restored from an old copy, or its .synqup folder was removed.",
        DivergenceKind.Unseen => $"Files in \"{divergence.Shown}\" were gone before the agent could look after it was stopped ({Batches(divergence)}): the accounting package took them, or they were removed.",
        DivergenceKind.RenameUndone => $"Documents delivered to \"{divergence.Shown}\" came back into the agent's own folders ({Batches(divergence)}): its storage lost what it had confirmed. They are in quarantine.",
        _ => $"This agent's ledger knows nothing of the batches {divergence.First} to {divergence.Last} of \"{divergence.Shown}\": the ledger is an old copy. What the folder's own lists still say was taken over.",
    };

    /// <param name="customers">Those whose names are known.</param>
    public static string Problem(DivergedDocuments diverged, IEnumerable<CustomerDescription> customers)
    {
        if (diverged.Count == 0)
            return Problem(diverged.Divergence);
        return $"{Problem(diverged.Divergence)} {(diverged.Count == 1 ? "1 document that was" : $"{Text(diverged.Count)} documents that were")} delivered in them may be missing there: "
            + Names(diverged.Documents, diverged.Count, customers);
    }

    /// <param name="customers">Those whose names are known.</param>
    public static string Problem(LearnedDocuments learned, IEnumerable<CustomerDescription> customers) =>
        $"The Console knows more than this agent's ledger of {learned.Source}, so that is an old copy, or was made anew: {(learned.Count == 1 ? "1 document was" : $"{Text(learned.Count)} documents were")} delivered by this agent "
        + "as the Console was told, and the ledger did not know it. They are not delivered again, and may be missing only if their folders were set back too. The last ones: "
        + Names(learned.Documents, learned.Count, customers);

    public static string Remedy(LearnedDocuments learned)
    {
        var close = $"synqup check --confirm {learned.Source}";
        return $"Compare them with the accounting package, the last ones first. If it has them, or their files are in place, say: {close}. If not, let the office deliver again from the Console what is missing, or all of them at once: synqup check --redeliver {learned.Source}";
    }

    public static string Remedy(Divergence divergence)
    {
        var close = RootStandings.Order("--confirm", divergence.Shown);
        return divergence.Kind switch
        {
            DivergenceKind.RootIsBehind or DivergenceKind.Unseen => $"Compare them with the accounting package. If it has them all, or their files are in place, say: {close}. If not, let the office deliver again from the Console what is missing, or all of them at once: {RootStandings.Order("--redeliver", divergence.Shown)}",
            DivergenceKind.RenameUndone => $"Check the file server (write cache, recent restore or failover), and look at each of these documents: {Delivery.Remedy.List} Then say: {close}",
            _ => $"Documents of those batches may be listed again: compare them with the accounting package before the office delivers one again. Then say: {close}",
        };
    }

    private static string Batches(Divergence divergence) =>
        divergence.First == divergence.Last ? $"batch {Text(divergence.First)}" : $"batches {Text(divergence.First)} to {Text(divergence.Last)}";

    private static string Names(IReadOnlyList<HistoryItem> documents, long count, IEnumerable<CustomerDescription> customers)
    {
        var names = documents.Select(item => Name(item, customers.FirstOrDefault(customer => customer.EnterpriseId == item.Entry.Document.EnterpriseId)?.Name));
        return $"{string.Join("; ", names)}{(count > documents.Count ? $"; and {Text(count - documents.Count)} more" : "")}.";
    }

    private static string Name(HistoryItem item, string? customer) =>
        item.Entry.Document.Title + (customer is null ? "" : $" for {customer}") + (item.Files.Count == 0 ? "" : $" ({item.Files[0].ShownPath})");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
