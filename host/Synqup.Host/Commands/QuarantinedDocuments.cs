using System.Globalization;
using System.IO.Abstractions;
using Synqup.Core.Configuration;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary>A document of a connection, with its customer where that one is linked still.</summary>
internal sealed record ConnectionItem(string Connection, HistoryItem Item, CustomerDescription? Customer)
{
    /// <summary>Root folder and number; null where no batch holds it.</summary>
    public string? Batch => Item.Root is { } root ? $"{RootOrders.Normal(root)}{Path.DirectorySeparatorChar}{Item.Batch!.Value.ToString(CultureInfo.InvariantCulture)}" : null;
}

/// <summary>The documents that people decide about, of all connections, and how people name them.</summary>
internal sealed record QuarantinedDocuments(IReadOnlyList<ConnectionItem> All)
{
    /// <exception cref="LedgerException">A ledger cannot be read.</exception>
    public static async Task<QuarantinedDocuments> ReadAsync(AgentSettings settings, CancellationToken cancellationToken) =>
        new(await ReadAsync(settings, (queries, connection) => queries.QuarantineAsync(connection, cancellationToken), cancellationToken));

    /// <summary>Every delivery of a document, the newest first, by its id.</summary>
    public static async Task<IReadOnlyList<ConnectionItem>> HistoryAsync(AgentSettings settings, string id, CancellationToken cancellationToken) =>
        await ReadAsync(settings, (queries, connection) => queries.DocumentAsync(connection, id, cancellationToken), cancellationToken);

    public static CommandFailure Unknown(string id) => new(ExitCode.Problems, $"No document {id} waits for a decision. 'synqup quarantine' lists those that do; 'synqup history' what became of the others.") { OfDocuments = true };

    public QuarantinedDocuments In(string connection) => new([.. All.Where(one => one.Connection == connection)]);

    public QuarantinedDocuments Numbered(string part) => new([.. All.Where(one => one.Item.Entry.Document.Number?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)]);

    /// <summary>Of a customer that is not linked any more by its id, or the name that its documents give it.</summary>
    public QuarantinedDocuments Of(string customer)
    {
        var ids = CustomerSearch.Find(All.Select(one => one.Customer).OfType<CustomerDescription>(), customer).Select(one => one.EnterpriseId).Append(customer).ToHashSet();
        return new([.. All.Where(one => ids.Contains(one.Item.Entry.Document.EnterpriseId)
            || (one.Customer is null && CustomerNames.InDocument(one.Item.Entry.Document)?.Contains(customer, StringComparison.OrdinalIgnoreCase) == true))]);
    }

    /// <summary>By the id or else by the number, which several may have.</summary>
    public IReadOnlyList<ConnectionItem> Find(string id)
    {
        var byId = All.Where(one => one.Item.Entry.Document.Id == id).ToList();
        return byId.Count > 0 ? byId : [.. All.Where(one => string.Equals(one.Item.Entry.Document.Number, id, StringComparison.OrdinalIgnoreCase))];
    }

    public ConnectionItem Single(string id) => Find(id) switch
    {
        [] => throw Unknown(id),
        [var one] => one,
        var several => throw new CommandFailure(ExitCode.Problems, $"Several documents have the number {id}: say which by its id, {string.Join(" or ", several.Select(one => one.Item.Entry.Document.Id))}.") { OfDocuments = true },
    };

    public IReadOnlyList<ConnectionItem> InBatch(string name)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return [.. All.Where(one => string.Equals(one.Batch, name.Trim(), comparison))];
    }

    private static async Task<List<ConnectionItem>> ReadAsync(AgentSettings settings, Func<LedgerQueries, string, Task<IReadOnlyList<HistoryItem>>> read, CancellationToken cancellationToken)
    {
        DataFolder.RequireReadable(settings);
        var found = new List<ConnectionItem>();
        foreach (var connection in settings.Connections.Select(one => one.Name))
        {
            var ledger = ConnectionFiles.Ledger(settings, connection);
            LostLedger.Check(ledger);
            if (!LedgerFile.IsThere(ledger)) continue;
            var customers = new ConfigurationCopy(new FileSystem(), ConnectionFiles.Folder(settings, connection)).Read()?.Customers ?? [];
            using var queries = await LedgerQueries.OpenAsync(ledger, cancellationToken);
            found.AddRange((await read(queries, connection)).Select(item => new ConnectionItem(connection, item, customers.FirstOrDefault(one => one.EnterpriseId == item.Entry.Document.EnterpriseId))));
        }

        return found;
    }
}
