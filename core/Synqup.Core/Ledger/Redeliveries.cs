using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Synqup.Core.Health;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Ledger;

/// <summary>Which documents can be asked for once more, and who asked for which: any process writes that, also beside a running agent.</summary>
internal static class Redeliveries
{
    private const string Columns =
        """
        d.id, s.name, t.json, d.state, d.listed_at,
            EXISTS (SELECT 1 FROM decision x WHERE x.delivery = d.id AND x.kind = ?1 AND x.succeeded = 1),
            d.state IN (0, 1, 2) AND EXISTS (
                SELECT 1 FROM delivery e JOIN decision x ON x.delivery = e.id WHERE e.source = d.source AND e.document = d.document AND e.number < d.number AND x.kind = ?1 AND x.succeeded = 1)
        """;

    private const string IsNewest = "NOT EXISTS (SELECT 1 FROM delivery l WHERE l.source = d.source AND l.document = d.document AND l.number > d.number)";

    private static readonly string Ignoring = OperatingSystem.IsWindows() ? "COLLATE NOCASE" : "";

    /// <summary>What ended here, in the accounting package or before a person, oldest first: what travels comes by itself, and what was dropped or withdrawn is not brought back with others.</summary>
    /// <param name="from">The first number of the ledger that counts.</param>
    /// <param name="before">The first one that does not any more.</param>
    public static IReadOnlyList<Redeliverable> Read(LedgerConnection connection, RedeliveryFilter filter, long from, long before)
    {
        var values = new List<LedgerValue> { DecisionKind.Redeliver, filter.Source, from, before };
        // What does not restrict is left out, so that an index can be used for what does.
        var conditions = new List<string> { "s.name = ?2 AND d.id >= ?3 AND d.id < ?4 AND d.state IN (3, 4, 5, 6)", IsNewest };
        if (filter.Customers is { } customers)
            conditions.Add($"d.enterprise IN (SELECT value FROM json_each({Bound(JsonSerializer.Serialize(customers))}))");
        if (filter.Batch is { } batch)
            conditions.Add($"d.id IN (SELECT p.delivery FROM publication p JOIN root r ON r.id = p.root WHERE p.number = {Bound(batch.Number)} AND {Bound(batch.Root.TrimEnd('/', '\\'))} {Ignoring} IN (rtrim(r.path, '/\\'), rtrim(r.shown, '/\\')))");
        return Find(connection, $"SELECT {Columns} FROM {EntryRow.Tables} WHERE {string.Join(" AND ", conditions)} ORDER BY d.id", [.. values]);

        string Bound(LedgerValue value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"?{values.Count}");
        }
    }

    /// <summary>By its id, in whatever state; or else all that have it as their number.</summary>
    public static IReadOnlyList<Redeliverable> Read(LedgerConnection connection, string source, string idOrNumber)
    {
        LedgerValue[] values = [DecisionKind.Redeliver, source, idOrNumber];
        const string Of = $"SELECT {Columns} FROM {EntryRow.Tables} WHERE d.source = (SELECT id FROM source WHERE name = ?2) AND {IsNewest}";
        return Find(connection, $"{Of} AND d.document = ?3", values) is { Count: > 0 } byId ? byId : Find(connection, $"{Of} AND d.document_number = ?3 COLLATE NOCASE ORDER BY d.id", values);
    }

    /// <summary>Notes who asks, before anybody is asked: what comes of it is not known when this process ends in between, and that it was asked is.</summary>
    /// <returns>The numbers of the entries, in the order of the deliveries.</returns>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public static IReadOnlyList<long> Begin(string path, IReadOnlyList<Redeliverable> documents, string who, DateTimeOffset at, string? why) => Write(path, connection =>
    {
        var entries = new List<long>(documents.Count);
        foreach (var document in documents)
        {
            connection.Run(
                "INSERT INTO decision (delivery, kind, who, at, why, ended_at, succeeded, result) VALUES (?1, ?2, ?3, ?4, ?5, ?4, 0, ?6)",
                document.Delivery, DecisionKind.Redeliver, who, at, why, $"It is not known whether {document.Source} answered: synqup was stopped while it asked.");
            entries.Add(connection.LastId);
        }

        return entries;
    });

    /// <summary>Notes what came of it. A decision about the same delivery that nobody has begun to carry out is replaced by one that succeeded.</summary>
    /// <param name="answers">By the number of the entry; none for what nobody was asked about, whose entry goes.</param>
    public static void End(string path, IReadOnlyList<(long Entry, bool? Succeeded, string Result)> answers, string who, DateTimeOffset at) => Write(path, connection =>
    {
        foreach (var (entry, succeeded, result) in answers)
        {
            if (succeeded is not { } whether)
            {
                connection.Run("DELETE FROM decision WHERE id = ?", entry);
                continue;
            }

            connection.Run("UPDATE decision SET ended_at = ?, succeeded = ?, result = ? WHERE id = ?", at, whether, result, entry);
            if (whether)
            {
                connection.Run(
                    "UPDATE decision SET ended_at = ?, succeeded = 0, result = ? WHERE delivery = (SELECT delivery FROM decision WHERE id = ?) AND ended_at IS NULL AND begun_at IS NULL",
                    at, $"Replaced: {who} asked for a further delivery.", entry);
            }
        }

        return answers.Count;
    });

    private static T Write<T>(string path, Func<LedgerConnection, T> write)
    {
        try
        {
            using var connection = new LedgerConnection(path, create: false);
            connection.Run("BEGIN IMMEDIATE");
            var written = write(connection);
            connection.Run("COMMIT");
            return written;
        }
        catch (SqliteException exception)
        {
            throw new LedgerException($"The ledger {path} cannot be written: {Sentence.Ended(exception.Message)} Say it as an administrator, or as the account under which the agent runs.", exception);
        }
    }

    private static List<Redeliverable> Find(LedgerConnection connection, string sql, LedgerValue[] values)
    {
        var found = new List<Redeliverable>();
        using var rows = connection.Query(sql, values);
        while (rows.Next())
        {
            var row = rows.Row;
            found.Add(new Redeliverable(row.Long(0), row.Text(1), EntryRow.Describe(row.Utf8(2)) with { Parts = [] }, row.State(3), row.Time(4), row.Long(5) != 0, row.Long(6) != 0));
        }

        return found;
    }
}
