using System.Text.Json;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>How an entry is read; a query that selects <see cref="Columns"/> first can be read here.</summary>
internal static class EntryRow
{
    public const string Columns =
        "d.id, s.name, t.json, d.state, d.attempts, d.listed_at, d.changed_at, d.due_at, d.reason, d.unseen, d.delivered_at, d.listed_again, d.already_there, d.obstacle, d.forwarded";

    public const string Tables = "delivery d JOIN source s ON s.id = d.source JOIN description t ON t.delivery = d.id";

    public const int Count = 15;

    public static LedgerEntry Read(LedgerStatement row) => new(
        row.Long(0), row.Text(1), Describe(row.Utf8(2)), row.State(3), (int)row.Long(4), row.Time(5), row.Time(6), row.TimeOrNull(7), row.TextOrNull(8),
        row.Long(9) != 0, row.TimeOrNull(10), (int)row.Long(11), row.Long(12) != 0, (Obstacle)row.Long(13), row.Long(14) != 0);

    public static LedgerEntry? Find(LedgerConnection connection, long id)
    {
        using var rows = connection.Query($"SELECT {Columns} FROM {Tables} WHERE d.id = ?", id);
        return rows.Next() ? Read(rows.Row) : null;
    }

    public static DocumentDescription Describe(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, PortalJson.Default.DocumentDescription)!;

    public static byte[] Describe(DocumentDescription document) => JsonSerializer.SerializeToUtf8Bytes(document, PortalJson.Default.DocumentDescription);
}
