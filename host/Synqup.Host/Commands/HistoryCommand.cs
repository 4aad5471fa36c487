using System.CommandLine;
using System.Globalization;
using System.IO.Abstractions;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary><c>synqup history</c>: what became of documents, newest first.</summary>
internal static class HistoryCommand
{
    private static readonly Option<string?> Customer = new("--customer") { Description = "Only this customer: a part of the name, or the VAT, enterprise or dossier number.", HelpName = "TEXT" };
    private static readonly Option<string?> Number = new("--number") { Description = "Only documents with this in their number.", HelpName = "TEXT" };
    private static readonly Option<string?> FileName = new("--file") { Description = "Only documents with this in the name of a delivered file.", HelpName = "TEXT" };
    private static readonly Option<string?> Since = new("--since") { Description = "Listed since: 2026-01-31, 2026-01-31T14:30, or 7d or 12h back from now.", HelpName = "WHEN" };
    private static readonly Option<string?> Until = new("--until") { Description = "Listed before; written as for --since.", HelpName = "WHEN" };
    private static readonly Option<int> Limit = new("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => 50 };

    public static SynqupCommand Create() => SynqupCommand.Create(
        "history",
        "Shows what became of documents, the newest first.",
        [Customer, Number, FileName, Since, Until, Limit],
        ["synqup history --since 7d", "synqup history --customer Peeters --number V01/1500", "synqup history --file efff_BE0477472701 --json"],
        ExecuteAsync);

    private static async Task<CommandResult> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        // First: a command line that is wrong is so with any settings.
        var filter = Filter(parse, TimeProvider.System);
        var settings = SettingsFile.Read(parse);
        DataFolder.RequireReadable(settings);
        var found = new List<HistoryAnswer>();
        foreach (var connection in settings.Connections)
        {
            var ledger = ConnectionFiles.Ledger(settings, connection.Name);
            LostLedger.Check(ledger);
            if (!LedgerFile.IsThere(ledger)) continue;
            var customers = new ConfigurationCopy(new FileSystem(), ConnectionFiles.Folder(settings, connection.Name)).Read()?.Customers ?? [];
            using var queries = await LedgerQueries.OpenAsync(ledger, cancellationToken);
            foreach (var one in await FiltersAsync(filter with { Source = connection.Name }, parse.GetValue(Customer), queries, customers, cancellationToken))
                found.AddRange((await queries.HistoryAsync(one, cancellationToken)).Select(item => HistoryAnswer.Of(item, customers)));
        }

        var newest = found.OrderByDescending(one => one.ListedAt).Take(filter.Limit).ToList();
        return new HistoryResult(newest) { Summary = newest.Count == 0 ? "No document matches." : $"{newest.Count.ToString(CultureInfo.InvariantCulture)} {(newest.Count == 1 ? "document" : "documents")}, the newest first." };
    }

    private static HistoryFilter Filter(ParseResult parse, TimeProvider time) => new(
        Number: parse.GetValue(Number), FileName: parse.GetValue(FileName),
        From: parse.GetValue(Since) is { } since ? Moments.Read(Since.Name, since, time) : null,
        Until: parse.GetValue(Until) is { } until ? Moments.Read(Until.Name, until, time) : null,
        Limit: parse.GetValue(Limit) is var limit and > 0 ? limit : throw new CommandFailure(ExitCode.Usage, "--limit: give a number of 1 or more."));

    private static async Task<IEnumerable<HistoryFilter>> FiltersAsync(HistoryFilter filter, string? customer, LedgerQueries queries, IReadOnlyCollection<CustomerDescription> customers, CancellationToken cancellationToken) =>
        customer is null ? [filter] : (await CustomerSearch.IdsAsync(queries, filter.Source!, customers, customer, cancellationToken)).Select(id => filter with { EnterpriseId = id });
}
