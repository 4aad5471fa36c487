using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

internal sealed record HistoryFile(string Path, long Size, string Sha256);

/// <param name="Title">What people call it: its number, or the number and account of a statement.</param>
/// <param name="Customer">The name; of one that is not linked any more, the name in the document, or the id.</param>
/// <param name="Reason">The sentence for people behind the state; null where the state needs none.</param>
/// <param name="Unseen">Delivered by the evidence that its file was gone: taken by the package before anyone saw it.</param>
/// <param name="AlreadyThere">Delivered without writing: its files were there with the same content, as after a redelivery.</param>
/// <param name="Decisions">What people decided about it, the oldest first.</param>
internal sealed record HistoryAnswer(
    string Connection, string DocumentId, long DeliveryNumber, WireDocumentKind Kind, string? Number, string Title, DateOnly? IssueDate, string Customer, DeliveryState State,
    DateTimeOffset ListedAt, DateTimeOffset ChangedAt, int Attempts, DateTimeOffset? DueAt, string? Reason, bool Unseen, bool AlreadyThere, IReadOnlyList<HistoryFile> Files,
    IReadOnlyList<DecisionAnswer> Decisions)
{
    public static HistoryAnswer Of(HistoryItem item, IEnumerable<CustomerDescription> customers)
    {
        var (entry, document) = (item.Entry, item.Entry.Document);
        return new HistoryAnswer(
            entry.Source, document.Id, document.DeliveryNumber, document.Kind, document.Number, document.Title, document.IssueDate,
            CustomerNames.Of(document, customers),
            entry.State, entry.ListedAt, entry.ChangedAt, entry.Attempts, entry.DueAt, entry.Reason, entry.Unseen, entry.AlreadyThere,
            [.. item.Files.Select(file => new HistoryFile(file.ShownPath, file.Size, file.Sha256))],
            DecisionAnswer.Of(item));
    }
}

internal sealed record HistoryResult(IReadOnlyList<HistoryAnswer> Documents) : CommandResult
{
    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        screen.Rows(["Listed", "Customer", "Document", "State", "File or reason"],
            [.. Documents.Select(one => (IReadOnlyList<string>)[Moments.Show(one.ListedAt), one.Customer, one.Title, one.State.ToString().ToLowerInvariant(), Last(one)])]);
    }

    private static string Last(HistoryAnswer one) =>
        (one.Reason ?? string.Join(", ", one.Files.Select(file => file.Path)) + (one.Unseen ? " (taken before it was seen)" : one.AlreadyThere ? " (already there, same content)" : ""))
        + string.Concat(one.Decisions.Select(decision => $" [{decision}]"));
}
