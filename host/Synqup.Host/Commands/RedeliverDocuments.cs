using System.IO.Abstractions;
using Synqup.Core.Configuration;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary>Which documents a person wants to have once more: by their names, or many.</summary>
internal sealed record RedeliverSelection(IReadOnlyList<string> Ids, string? Customer, DateTimeOffset? Since, DateTimeOffset? Until, RedeliveryBatch? Batch)
{
    public bool IsOfMany => Customer is not null || Since is not null || Until is not null || Batch is not null;
}

/// <param name="Customer">Its name, as people know it.</param>
internal sealed record RedeliverDocument(string Connection, Redeliverable Document, string Customer);

internal static class RedeliverDocuments
{
    /// <param name="only">Only of this connection; null for all.</param>
    /// <exception cref="CommandFailure">There are none, or one of the names is of none or of several.</exception>
    /// <exception cref="LedgerException">A ledger cannot be read.</exception>
    public static async Task<IReadOnlyList<RedeliverDocument>> FindAsync(AgentSettings settings, string? only, RedeliverSelection selection, CancellationToken cancellationToken)
    {
        DataFolder.RequireReadable(settings);
        var named = selection.Ids.Distinct().ToDictionary(id => id, _ => new List<RedeliverDocument>());
        var found = new List<RedeliverDocument>();
        foreach (var connection in settings.Connections.Select(one => one.Name).Where(name => only is null || name == only))
        {
            var ledger = ConnectionFiles.Ledger(settings, connection);
            if (!File.Exists(ledger)) continue;
            var customers = new ConfigurationCopy(new FileSystem(), ConnectionFiles.Folder(settings, connection)).Read()?.Customers ?? [];
            using var queries = await LedgerQueries.OpenAsync(ledger, cancellationToken);
            foreach (var (id, documents) in named)
                documents.AddRange((await queries.RedeliverableAsync(connection, id, cancellationToken)).Select(Describe));
            if (!selection.IsOfMany) continue;
            var ids = selection.Customer is { } text ? await CustomerSearch.IdsAsync(queries, connection, customers, text, cancellationToken) : null;
            found.AddRange((await queries.RedeliverableAsync(new RedeliveryFilter(connection, ids, selection.Since, selection.Until, selection.Batch), cancellationToken)).Select(Describe));

            RedeliverDocument Describe(Redeliverable one) => new(connection, one, CustomerNames.Of(one.Document, customers));
        }

        found.AddRange(named.Select(one => Single(one.Key, one.Value)).DistinctBy(one => (one.Connection, one.Document.Delivery)));
        return found.Count > 0 ? found : throw new CommandFailure(ExitCode.Problems, "No document matches that was delivered or needs a person. 'synqup history' shows what became of documents, by the same options.") { OfDocuments = true };
    }

    private static RedeliverDocument Single(string id, List<RedeliverDocument> found) => found switch
    {
        [var one] => one,
        [] => throw new CommandFailure(ExitCode.Problems, $"No document {id} is known here. 'synqup history' shows what is.") { OfDocuments = true },
        _ => throw new CommandFailure(ExitCode.Problems, $"Several documents have the number {id}: say which by its id, {string.Join(" or ", found.Select(one => one.Document.Document.Id))}, or with --connection.") { OfDocuments = true },
    };
}
