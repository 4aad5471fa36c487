using System.CommandLine;
using System.Globalization;
using System.IO.Abstractions;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Host.Commands;

/// <summary><c>synqup quarantine</c>: the documents that people decide about, and the decisions.</summary>
internal static class QuarantineCommand
{
    private static readonly Option<string?> Customer = new("--customer") { Description = "Only this customer: a part of the name, or the VAT, enterprise or dossier number.", HelpName = "TEXT" };
    private static readonly Option<string?> Number = new("--number") { Description = "Only documents with this in their number.", HelpName = "TEXT" };
    private static readonly Option<string?> Connection = new("--connection") { Description = "Only this connection of the settings.", HelpName = "NAME" };

    private static readonly Argument<string> One = new("ID") { Description = "The document's id, or its number." };

    private static readonly Argument<string[]> Ids = new("ID") { Description = "The document's id, or its number, as 'synqup quarantine' lists them.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Batch = new("--batch") { Description = "All documents of a batch: its root folder and its number, as 'synqup quarantine' lists it.", HelpName = "FOLDER/NUMBER" };
    private static readonly Option<bool> All = new("--all") { Description = "All documents that 'synqup quarantine' lists." };
    private static readonly Option<string?> Why = new("--why") { Description = "Why, for those who ask later: kept with the decision, your name and the time.", HelpName = "TEXT" };

    public static SynqupCommand Create()
    {
        var command = SynqupCommand.Create(
            "quarantine",
            "Lists the documents that people decide about, because they were quarantined or rejected. Its commands decide: release, imported or drop. "
            + "A document that was delivered is delivered once more with 'synqup redeliver', not here.",
            [Customer, Number, Connection],
            ["synqup quarantine", "synqup quarantine show 01JG7Z3K9M", "synqup quarantine release 01JG7Z3K9M", "synqup quarantine imported --batch /mnt/winbooks/12 --why \"Looked in Winbooks\"", "synqup quarantine drop 01JG7Z3K9M"],
            ListAsync);
        command.Add(SynqupCommand.Create("list", "Lists the documents that people decide about, the oldest first.", [Customer, Number, Connection], ["synqup quarantine list", "synqup quarantine list --customer Peeters --json"], ListAsync));
        command.Add(SynqupCommand.Create("show", "Shows everything about one document: its files, where they are, why it waits, and what was decided.", [One], ["synqup quarantine show 01JG7Z3K9M", "synqup quarantine show V01/15000001 --json"], ShowAsync));
        command.Add(Decide(DecisionKind.Release, "Lets documents be delivered after all: the accounting package does not have them, or what kept them from being delivered is mended.", "synqup quarantine release --all --why \"Plugin updated\""));
        command.Add(Decide(DecisionKind.Imported, "Says that the accounting package has documents already: they count as delivered, and the Console is told so.", "synqup quarantine imported --batch /mnt/winbooks/12"));
        command.Add(Decide(DecisionKind.Drop, "Closes documents that are not to be delivered: the Console is told that they are an error, with your reason, and can deliver them again. What it counts as forwarded stays so there.", "synqup quarantine drop V01/15000001 --why \"Not for this dossier\""));
        return command;
    }

    private static SynqupCommand Decide(DecisionKind kind, string description, string example)
    {
        var name = QuarantineAnswer.Verb(kind);
        return SynqupCommand.Create(
            name, description, [Ids, Batch, All, Why], [$"synqup quarantine {name} 01JG7Z3K9M", example],
            (parse, cancellationToken) => DecideAsync(kind, parse, cancellationToken));
    }

    private static async Task<CommandResult> ListAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var documents = await QuarantinedDocuments.ReadAsync(SettingsFile.Read(parse), cancellationToken);
        if (parse.GetValue(Connection) is { } connection) documents = documents.In(connection);
        if (parse.GetValue(Customer) is { } customer) documents = documents.Of(customer);
        if (parse.GetValue(Number) is { } number) documents = documents.Numbered(number);
        var answers = documents.All.Select(one => QuarantineAnswer.Of(one, isVisible: null)).OrderBy(one => one.Since).ToList();
        return new QuarantineResult(answers)
        {
            Summary = answers.Count == 0 ? "No document waits for a decision of yours." : $"{Text(answers.Count)} {(answers.Count == 1 ? "document waits" : "documents wait")} for a decision of yours, the oldest first.",
        };
    }

    private static async Task<CommandResult> ShowAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var settings = SettingsFile.Read(parse);
        var documents = await QuarantinedDocuments.ReadAsync(settings, cancellationToken);
        var id = parse.GetValue(One)!;
        var ids = documents.Find(id).Select(one => one.Item.Entry.Document.Id).Append(id).Distinct();
        var platform = Platform.ForThisSystem(new FileSystem());
        var answers = new List<QuarantineAnswer>();
        foreach (var one in ids)
        {
            // With what was decided about its earlier deliveries, since those are the same document for people.
            foreach (var deliveries in (await QuarantinedDocuments.HistoryAsync(settings, one, cancellationToken)).GroupBy(item => item.Connection))
                answers.Add(QuarantineAnswer.Of(deliveries.First(), path => IsVisible(platform, path)) with { Decisions = [.. deliveries.Reverse().SelectMany(item => DecisionAnswer.Of(item.Item))] });
        }

        if (answers.Count == 0) throw QuarantinedDocuments.Unknown(id);
        return new QuarantineResult(answers) { IsDetailed = true, Summary = string.Join(" ", answers.Select(one => $"{one.Title} for {one.Customer} is {one.State.ToString().ToLowerInvariant()}.")) };
    }

    private static async Task<CommandResult> DecideAsync(DecisionKind kind, ParseResult parse, CancellationToken cancellationToken)
    {
        var (ids, batch, all) = (parse.GetValue(Ids) ?? [], parse.GetValue(Batch), parse.GetValue(All));
        if (new[] { ids.Length > 0, batch is not null, all }.Count(one => one) != 1)
            throw new CommandFailure(ExitCode.Usage, $"Say of which documents: one or more ids, or --batch FOLDER/NUMBER, or --all. 'synqup quarantine' lists them; run 'synqup quarantine {QuarantineAnswer.Verb(kind)} --help' for what is possible.");
        var why = Deciding.CheckWhy(parse.GetValue(Why));
        var settings = SettingsFile.Read(parse);
        var documents = await QuarantinedDocuments.ReadAsync(settings, cancellationToken);
        var chosen = batch is not null ? documents.InBatch(batch) : all ? documents.All : [.. ids.Select(documents.Single).DistinctBy(one => (one.Connection, one.Item.Entry.Id))];
        if (chosen.Count == 0 && batch is not null) throw new CommandFailure(ExitCode.Problems, $"No document of a batch {batch} waits for a decision. 'synqup quarantine' lists those that do, with their batches.") { OfDocuments = true };
        return await new Deciding(settings, TimeProvider.System).DecideAsync(chosen, isGroup: ids.Length == 0, kind, why, cancellationToken);
    }

    /// <summary>Null where nobody can tell.</summary>
    private static bool? IsVisible(IPlatform platform, string path)
    {
        try
        {
            return platform.IsThere(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
