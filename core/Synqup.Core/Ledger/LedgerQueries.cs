using System.Text.Json;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>What people ask of a ledger; never writes, so it can also be opened beside a running agent.</summary>
internal sealed class LedgerQueries(LedgerReaders readers) : IDisposable
{
    /// <summary>A document that was tried as often as this is worth a look, although it is tried again.</summary>
    private const int PatientTries = 3;

    /// <summary>What a customer is called differs from document to document.</summary>
    private const int DocumentsOfCustomer = 10;

    private const string Items =
        $"""
        SELECT {EntryRow.Columns}, p.configuration, r.path, p.number
        FROM {EntryRow.Tables} LEFT JOIN publication p ON p.delivery = d.id LEFT JOIN root r ON r.id = p.root
        """;

    /// <summary>Through an index that has nothing but the numbers: a part of one is looked for in all of them.</summary>
    private static readonly string ItemsByNumber = Items.Replace("FROM delivery d ", "FROM delivery d INDEXED BY delivery_search ", StringComparison.Ordinal);

    /// <exception cref="LedgerException">There is no ledger, or another version made it.</exception>
    public static Task<LedgerQueries> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (!LedgerFile.IsThere(path))
                throw new LedgerException($"There is no ledger {path}. Check the setting dataFolder, or start the agent once.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The ledger {path} cannot be read: {Sentence.Ended(exception.Message)} Ask as an administrator, or as the account under which the agent runs.", exception);
        }
        var readers = new LedgerReaders(path);
        try
        {
            var steps = readers.Read(connection => LedgerSchema.Check(connection, path, LedgerSchema.Steps), cancellationToken);
            if (steps < LedgerSchema.Steps.Count)
                throw new LedgerException($"The ledger {path} was made by an older version of Synqup. Start the agent once: it brings the ledger up to date.");
            return Task.FromResult(new LedgerQueries(readers));
        }
        catch
        {
            readers.Dispose();
            throw;
        }
    }

    /// <param name="source">Null: all sources together.</param>
    public Task<LedgerSummary> SummaryAsync(string? source, CancellationToken cancellationToken) =>
        Read(connection => Summarise(connection, source), cancellationToken);

    public Task<IReadOnlyList<HistoryItem>> HistoryAsync(HistoryFilter filter, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<HistoryItem>>(connection => ReadHistory(connection, filter), cancellationToken);

    /// <summary>What needs a person, oldest first: quarantined, rejected, and delivered ones whose acknowledgement the source called invalid.</summary>
    public Task<IReadOnlyList<HistoryItem>> AttentionAsync(string? source, long afterId, int limit, CancellationToken cancellationToken) =>
        FindAsync(
            $"{Items} WHERE {DeliveryRow.NeedsALook} AND d.id > ?1 AND (?2 IS NULL OR s.name = ?2) ORDER BY d.id LIMIT ?3",
            [afterId, source, limit],
            cancellationToken);

    /// <summary>What people decide about, oldest first: quarantined and rejected.</summary>
    public Task<IReadOnlyList<HistoryItem>> QuarantineAsync(string? source, CancellationToken cancellationToken) =>
        FindAsync($"{Items} WHERE {DeliveryRow.NeedsALook} AND d.state <> ?2 AND (?1 IS NULL OR s.name = ?1) ORDER BY d.id", [source, DeliveryState.Delivered], cancellationToken);

    /// <summary>What was put off, by reason: those that need a person first, then the longest wait first.</summary>
    public Task<IReadOnlyList<WaitingDocuments>> WaitingAsync(string source, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<WaitingDocuments>>(connection => ReadWaiting(connection, source), cancellationToken);

    /// <summary>What is known of a root.</summary>
    public Task<RootHistory> RootAsync(string root, CancellationToken cancellationToken) => Read(connection => Batches.ReadRoot(connection, root), cancellationToken);

    /// <summary>The roots in which something is left to do that needs no person: local paths, and the roots as people know them.</summary>
    public Task<IReadOnlyList<(string Path, string Shown)>> UnfinishedRootsAsync(CancellationToken cancellationToken) => Read(Batches.ReadUnfinishedRoots, cancellationToken);

    /// <summary>The path under which the root with this marker's id was entered last; null when it is not known.</summary>
    public Task<string?> FindRootAsync(string marker, CancellationToken cancellationToken) =>
        Read(connection => connection.Text("SELECT path FROM root WHERE marker = ?", marker), cancellationToken);

    /// <summary>What root and ledger do not agree on, of one root or (null) of all, as far as a person has to look at it.</summary>
    /// <param name="limit">How many documents of each.</param>
    public Task<IReadOnlyList<DivergedDocuments>> DivergencesAsync(string? root, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DivergedDocuments>>(connection => [.. Divergences.Read(connection).Where(one => root is null || one.Root == root)
            .Select(one => ReadDiverged(connection, one, limit)).Where(one => one.Count > 0 || !Divergences.HasDocuments(one.Divergence.Kind))], cancellationToken);

    /// <summary>What the source was told of as delivered and this ledger heard from it, as far as nobody has looked at it; null when there is nothing.</summary>
    public Task<LearnedDocuments?> LearnedAsync(string source, int limit, CancellationToken cancellationToken) =>
        Read(connection => ReadLearned(connection, source, limit), cancellationToken);

    /// <summary>Every delivery of one document, newest first; empty when it is not known.</summary>
    public Task<IReadOnlyList<HistoryItem>> DocumentAsync(string source, string documentId, CancellationToken cancellationToken) =>
        FindAsync(
            $"{Items} WHERE d.source = (SELECT id FROM source WHERE name = ?1) AND d.document = ?2 ORDER BY d.number DESC", [source, documentId], cancellationToken);

    /// <summary>What a person can ask for once more: the newest delivery of each document that was delivered or needs a person, oldest first.</summary>
    public Task<IReadOnlyList<Redeliverable>> RedeliverableAsync(RedeliveryFilter filter, CancellationToken cancellationToken) =>
        Read(connection => Redeliveries.Read(connection, filter, FirstIdSince(connection, filter.From) ?? 0, FirstIdSince(connection, filter.Until) ?? long.MaxValue), cancellationToken);

    /// <summary>The newest delivery of a document by its id, in whatever state; or else of all that have it as their number.</summary>
    public Task<IReadOnlyList<Redeliverable>> RedeliverableAsync(string source, string idOrNumber, CancellationToken cancellationToken) =>
        Read(connection => Redeliveries.Read(connection, source, idOrNumber), cancellationToken);

    /// <summary>Some of the newest documents of each customer that is none of those given, as it is called in them.</summary>
    public Task<IReadOnlyList<DocumentDescription>> OtherCustomersAsync(string source, IReadOnlyCollection<string> customers, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DocumentDescription>>(connection => ReadOtherCustomers(connection, source, customers), cancellationToken);

    /// <summary>Entries that the source had in the last full listing once more, although it was told twice that they are delivered.</summary>
    public Task<IReadOnlyList<HistoryItem>> ListedAgainAsync(string source, int limit, CancellationToken cancellationToken) =>
        FindAsync($"{Items} WHERE d.listed_again > 1 AND d.listed_again_in IS s.last_full_listing AND s.name = ?1 ORDER BY d.id DESC LIMIT ?2", [source, limit], cancellationToken);

    public void Dispose() => readers.Dispose();

    private Task<T> Read<T>(Func<LedgerConnection, T> read, CancellationToken cancellationToken) => Task.FromResult(readers.Read(read, cancellationToken));

    private static List<HistoryItem> ReadHistory(LedgerConnection connection, HistoryFilter filter)
    {
        var from = FirstIdSince(connection, filter.From) ?? 0;
        var before = FirstIdSince(connection, filter.Until) ?? long.MaxValue;
        return ReadItems(
            connection,
            // What does not restrict is left out, so that an index can be used for what does. By the source, hence the plus, it would look
            // at everything that was ever delivered, and sort it.
            $"""
            {(filter is { Number: not null, EnterpriseId: null } ? ItemsByNumber : Items)} WHERE d.id >= ?1 AND d.id < ?2
                {(filter.Source is null ? "" : "AND +s.name = ?3")}
                {(filter.EnterpriseId is null ? "" : "AND d.enterprise = ?4")}
                {(filter.Number is null ? "" : @"AND d.document_number LIKE ?5 ESCAPE '\'")}
                {(filter.FileName is null ? "" : @"AND EXISTS (SELECT 1 FROM file f WHERE f.delivery = d.id AND f.final_name LIKE ?6 ESCAPE '\')")}
                {(filter.State is null ? "" : "AND d.state = ?7")}
            ORDER BY d.id DESC LIMIT ?8
            """,
            [
                from, Math.Min(before, filter.Before ?? long.MaxValue), filter.Source, filter.EnterpriseId, Containing(filter.Number), Containing(filter.FileName),
                (long?)filter.State, filter.Limit,
            ]);
    }

    /// <summary>Ids rise with time, so a moment is found by halving.</summary>
    private static long? FirstIdSince(LedgerConnection connection, DateTimeOffset? since)
    {
        if (since is not { } moment)
            return null;
        var (low, high) = (1L, (connection.Long("SELECT max(id) FROM delivery") ?? 0) + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (connection.Long("SELECT listed_at < ? FROM delivery WHERE id >= ? ORDER BY id LIMIT 1", moment, middle) == 1)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static string? Containing(string? text) =>
        text is null ? null : $"%{text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";

    private Task<IReadOnlyList<HistoryItem>> FindAsync(string sql, LedgerValue[] values, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<HistoryItem>>(connection => ReadItems(connection, sql, values), cancellationToken);

    private static List<HistoryItem> ReadItems(LedgerConnection connection, string sql, LedgerValue[] values)
    {
        var items = new List<HistoryItem>();
        using var rows = connection.Query(sql, values);
        while (rows.Next())
        {
            var entry = EntryRow.Read(rows.Row);
            items.Add(new HistoryItem(
                entry, rows.Row.TextOrNull(EntryRow.Count), rows.Row.TextOrNull(EntryRow.Count + 1), rows.Row.LongOrNull(EntryRow.Count + 2),
                Batches.ReadFiles(connection, entry.Id))
            {
                Decisions = Decisions.Read(connection, entry.Id),
            });
        }

        return items;
    }

    private static List<DocumentDescription> ReadOtherCustomers(LedgerConnection connection, string source, IReadOnlyCollection<string> customers)
    {
        var documents = new List<DocumentDescription>();
        using var rows = connection.Query(
            """
            SELECT t.json
            FROM (
                SELECT id, row_number() OVER (PARTITION BY enterprise ORDER BY id DESC) AS newness
                FROM delivery WHERE source = (SELECT id FROM source WHERE name = ?1) AND enterprise NOT IN (SELECT value FROM json_each(?2))) w
            JOIN description t ON t.delivery = w.id
            WHERE w.newness <= ?3
            """,
            source, JsonSerializer.Serialize(customers), DocumentsOfCustomer);
        while (rows.Next())
            documents.Add(EntryRow.Describe(rows.Row.Utf8(0)));
        return documents;
    }

    private static DivergedDocuments ReadDiverged(LedgerConnection connection, Divergence divergence, int limit)
    {
        if (!Divergences.HasDocuments(divergence.Kind))
            return new(divergence, 0, []);
        return new(divergence, Divergences.Count(connection, divergence), ReadItems(connection, $"{Items} WHERE {Divergences.Documents(divergence.Kind)} ORDER BY d.id LIMIT ?4", [divergence.Root, divergence.First, divergence.Last, limit]));
    }

    private static LearnedDocuments? ReadLearned(LedgerConnection connection, string source, int limit)
    {
        using var rows = connection.Query(
            $"SELECT count(*), max(d.id), min(d.changed_at) FROM delivery d WHERE {Learning.NeedsALook} AND +d.source = (SELECT id FROM source WHERE name = ?)", source);
        if (!rows.Next() || rows.Row.Long(0) == 0)
            return null;
        return new LearnedDocuments(source, rows.Row.Long(0), rows.Row.Long(1), rows.Row.Time(2),
            ReadItems(connection, $"{Items} WHERE {Learning.NeedsALook} AND +s.name = ? ORDER BY d.delivered_at DESC, d.id DESC LIMIT ?", [source, limit]));
    }

    private static List<WaitingDocuments> ReadWaiting(LedgerConnection connection, string source)
    {
        var waiting = new List<WaitingDocuments>();
        using var rows = connection.Query(
            """
            SELECT w.reason, w.needs_person, w.count, d.document, d.document_number, d.listed_at, w.due_at
            FROM (
                SELECT reason, passes = 0 AND (due_at IS NULL OR attempts >= ?2) AS needs_person, count(*) AS count, min(id) AS first, min(due_at) AS due_at
                FROM delivery
                WHERE source = (SELECT id FROM source WHERE name = ?1) AND state < 3 AND state = 1 AND reason IS NOT NULL
                GROUP BY 1, 2) w
            JOIN delivery d ON d.id = w.first
            ORDER BY w.needs_person DESC, w.first
            """,
            source, PatientTries);
        while (rows.Next())
        {
            var row = rows.Row;
            waiting.Add(new WaitingDocuments(row.Text(0), row.Long(1) != 0, row.Long(2), row.Text(3), row.TextOrNull(4), row.Time(5), row.TimeOrNull(6)));
        }

        return waiting;
    }

    private static LedgerSummary Summarise(LedgerConnection connection, string? source)
    {
        var counts = Enum.GetValues<DeliveryState>().ToDictionary(state => state, _ => 0L);
        using (var rows = connection.Query(
            "SELECT t.state, sum(t.count) FROM tally t JOIN source s ON s.id = t.source WHERE ?1 IS NULL OR s.name = ?1 GROUP BY t.state", source))
        {
            while (rows.Next())
                counts[rows.Row.State(0)] = rows.Row.Long(1);
        }

        var oldest = connection.Long(
            """
            SELECT min((SELECT d.listed_at FROM delivery d WHERE d.source = s.id AND d.state < 3 ORDER BY d.id LIMIT 1))
            FROM source s WHERE ?1 IS NULL OR s.name = ?1
            """,
            source);
        var outbox = connection.Long("SELECT count(*) FROM acknowledgement a JOIN source s ON s.id = a.source WHERE ?1 IS NULL OR s.name = ?1", source);
        var acknowledged = connection.Long("SELECT max(acknowledged) FROM source WHERE ?1 IS NULL OR name = ?1", source);
        return new LedgerSummary(counts, oldest is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, outbox ?? 0, acknowledged);
    }
}
