using System.Globalization;
using System.Text.Json.Serialization;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <param name="Path">As the accounting package sees it.</param>
/// <param name="LocalPath">As this machine reaches it.</param>
/// <param name="Staged">Where the agent keeps its own copy until then.</param>
/// <param name="Visible">Whether a file is there now; null where nobody looked, or nobody can tell.</param>
internal sealed record QuarantinedFile(string Path, string LocalPath, string Staged, bool? Visible, long Size, string Sha256);

/// <summary>What a person decided.</summary>
/// <param name="DeliveryNumber">Of the delivery about which it was.</param>
internal sealed record DecisionAnswer(long DeliveryNumber, DecisionKind Decision, string Who, DateTimeOffset At, string? Why, DateTimeOffset? EndedAt, bool? Succeeded, string? Result)
{
    public static IReadOnlyList<DecisionAnswer> Of(HistoryItem item) =>
        [.. item.Decisions.Select(one => new DecisionAnswer(item.Entry.Document.DeliveryNumber, one.Kind, one.Who, one.At, one.Why, one.EndedAt, one.Succeeded, one.Result))];

    public override string ToString()
    {
        var result = EndedAt is not null ? Result : Result is { } waits ? $"Not carried out yet: {waits}" : "Not carried out yet.";
        return $"{QuarantineAnswer.Verb(Decision)} by {Who} at {Moments.Show(At)}{(Why is null ? "" : $" ({Why})")}: {result}";
    }
}

/// <summary>What one can say of a document.</summary>
internal sealed record Choice(DecisionKind Decision, string Command, string When);

/// <param name="Since">When it came to its state.</param>
/// <param name="Batch">Root folder and number of the batch that holds it; null where none does.</param>
/// <param name="Files">Empty where no batch holds it: then nothing of it was published.</param>
/// <param name="Decisions">What people decided about it, the oldest first.</param>
/// <param name="Choices">Empty where nothing is to be decided any more.</param>
internal sealed record QuarantineAnswer(
    string Connection, string DocumentId, long DeliveryNumber, WireDocumentKind Kind, string? Number, string Title, string Customer, DeliveryState State, string? Reason,
    DateTimeOffset Since, string? Batch, IReadOnlyList<QuarantinedFile> Files, IReadOnlyList<DecisionAnswer> Decisions, IReadOnlyList<Choice> Choices)
{
    public static string Verb(DecisionKind kind) => kind.ToString().ToLowerInvariant();

    /// <param name="isVisible">Whether a file is there; null when nobody is to look.</param>
    public static QuarantineAnswer Of(ConnectionItem one, Func<string, bool?>? isVisible)
    {
        var (entry, document) = (one.Item.Entry, one.Item.Entry.Document);
        var layout = one.Item.Root is { } root ? new RootLayout(root) : null;
        return new QuarantineAnswer(
            one.Connection, document.Id, document.DeliveryNumber, document.Kind, document.Number, document.Title, CustomerNames.Of(document, one.Customer is { } customer ? [customer] : []), entry.State, entry.Reason,
            entry.ChangedAt, one.Batch,
            layout is null ? [] : [.. one.Item.Files.Select(file => File(file, layout, isVisible))],
            DecisionAnswer.Of(one.Item),
            entry.State is not (DeliveryState.Quarantined or DeliveryState.Rejected) ? []
                : [.. Kinds(entry).Select(kind => new Choice(kind, $"synqup {(kind is DecisionKind.Redeliver ? "" : "quarantine ")}{Verb(kind)} {document.Id}", When(kind, entry, layout is not null)))]);
    }

    /// <summary>What the package does not have is released, or where that cannot work, comes anew.</summary>
    private static DecisionKind[] Kinds(LedgerEntry entry) => [entry.MayBeReleased ? DecisionKind.Release : DecisionKind.Redeliver, DecisionKind.Imported, DecisionKind.Drop];

    private static string When(DecisionKind kind, LedgerEntry entry, bool inBatch) => kind switch
    {
        DecisionKind.Release when entry.Obstacle is Obstacle.NameTaken => "the accounting package does not have it, and the file that has its name is moved away; before that, a release changes nothing",
        DecisionKind.Release when inBatch => "the accounting package does not have it: it is published under the names that it has already",
        DecisionKind.Release => "the cause is mended: it is tried again from the start",
        DecisionKind.Redeliver => "the accounting package does not have it: the Console gives it as a further delivery, which takes the place of this one",
        DecisionKind.Imported => "the accounting package has it: it counts as delivered, and the Console is told so",
        _ when entry.Forwarded => "it is not to be delivered: it is closed here, and the Console goes on showing it as forwarded",
        _ => "it is not to be delivered: it is closed, and the Console is told that it is an error",
    };

    private static QuarantinedFile File(FileRecord file, RootLayout layout, Func<string, bool?>? isVisible)
    {
        var final = layout.Final(file.Folder, file.FinalName);
        return new QuarantinedFile(file.ShownPath, final, layout.Staged(file.Folder, file.StagedName), isVisible?.Invoke(final), file.Size, file.Sha256);
    }
}

internal sealed record QuarantineResult(IReadOnlyList<QuarantineAnswer> Documents) : CommandResult
{
    /// <summary>Each with everything, instead of a line each.</summary>
    [JsonIgnore]
    public bool IsDetailed { get; init; }

    public override void Print(Screen screen)
    {
        screen.Verdict(Documents.All(one => one.Choices.Count == 0), Summary);
        if (IsDetailed)
        {
            foreach (var one in Documents) PrintOne(screen, one);
            return;
        }

        screen.Rows(["Since", "Customer", "Document", "Kind", "State", "ID", "Batch", "Reason"],
            [.. Documents.Select(one => (IReadOnlyList<string>)[Moments.Show(one.Since), one.Customer, one.Title, one.Kind.ToString(), one.State.ToString().ToLowerInvariant(), one.DocumentId, one.Batch ?? "", Last(one)])]);
        if (Documents.Count == 0) return;
        screen.Heading("What you can say");
        screen.Line("  synqup quarantine show ID       everything about one of them");
        var cannot = Documents.Count(one => one.Choices.All(choice => choice.Decision != DecisionKind.Release));
        if (cannot < Documents.Count) screen.Line("  synqup quarantine release ID    the package does not have it, or the cause is mended: it is delivered");
        screen.Line("  synqup quarantine imported ID   the package has it: it counts as delivered, and the Console is told so");
        screen.Line("  synqup quarantine drop ID       it is not to be delivered: it is closed");
        if (cannot > 0) screen.Line($"  synqup redeliver ID             {cannot.ToString(CultureInfo.InvariantCulture)} of these cannot be released: if the package does not have {(cannot == 1 ? "it" : "them")}, the Console gives {(cannot == 1 ? "it" : "them")} as a further delivery");
        screen.Line("  Instead of ids: --batch FOLDER/NUMBER, or --all.");
        foreach (var batch in Documents.Where(one => one.Batch is not null).GroupBy(one => one.Batch!).Where(batch => batch.Count() > 1))
            screen.Line($"  {batch.Count().ToString(CultureInfo.InvariantCulture)} of these are one batch: --batch \"{batch.Key}\"");
    }

    /// <summary>What is being done about it, first.</summary>
    private static string Last(QuarantineAnswer one) =>
        one.Decisions is [.., var last] && last is { EndedAt: null } or { Decision: DecisionKind.Redeliver, Succeeded: true } ? $"{last} {one.Reason}" : one.Reason ?? "";

    private static void PrintOne(Screen screen, QuarantineAnswer one)
    {
        screen.Heading($"{one.Title} for {one.Customer}");
        screen.Line($"  Id: {one.DocumentId}, delivery {one.DeliveryNumber.ToString(CultureInfo.InvariantCulture)}, of the connection {one.Connection}");
        screen.Line($"  Kind: {one.Kind}");
        screen.Line($"  State: {one.State.ToString().ToLowerInvariant()} since {Moments.Show(one.Since)}");
        if (one.Reason is { } reason) screen.Line($"  Reason: {reason}");
        if (one.Batch is { } batch) screen.Line($"  Batch: {batch}");
        foreach (var file in one.Files)
        {
            screen.Line($"  File: {file.Path} ({(file.Visible switch { true => "a file is there", false => "not there", _ => "cannot be looked at" })})");
            if (one.Choices.Count > 0) screen.Line($"    the agent's own copy: {file.Staged}");
        }

        foreach (var decision in one.Decisions) screen.Line($"  Decided{(decision.DeliveryNumber == one.DeliveryNumber ? "" : $" about delivery {decision.DeliveryNumber.ToString(CultureInfo.InvariantCulture)}")}: {decision}");
        foreach (var choice in one.Choices) screen.Line($"  {choice.Command}: {choice.When}");
    }
}
