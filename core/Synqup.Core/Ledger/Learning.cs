using Microsoft.Data.Sqlite;
using Synqup.Core.Health;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>Documents that a newer copy of this ledger delivered, as the source knows; open until a person has looked at them.</summary>
/// <param name="Documents">The ones delivered last come first.</param>
/// <param name="Last">The number of the newest entry among them.</param>
internal sealed record LearnedDocuments(string Source, long Count, long Last, DateTimeOffset At, IReadOnlyList<HistoryItem> Documents);

/// <summary>What the source was told of as delivered, and this ledger hears from it: the ledger is an old copy, or was made anew.</summary>
internal static class Learning
{
    /// <summary>The condition on a delivery <c>d</c>, in the very words of the index <c>delivery_learned</c>. One that is on its way again needs nobody.</summary>
    public const string NeedsALook =
        "d.learned = 1 AND NOT EXISTS (SELECT 1 FROM delivery later WHERE later.source = d.source AND later.document = d.document AND later.number > d.number)";

    private const string Reason = "Delivered before, as the source knows: this ledger is an old copy, or was made anew.";

    /// <returns>How many were not known as delivered.</returns>
    public static int Record(LedgerTransaction transaction, string sourceName, IReadOnlyList<DeliveredDocument> documents)
    {
        var source = transaction.Source(sourceName);
        return documents.Count(document => Record(transaction, source, document));
    }

    /// <summary>Entries that the source counts as forwarded.</summary>
    /// <returns>How many were not known as delivered.</returns>
    public static int Record(LedgerTransaction transaction, IReadOnlyList<LedgerEntry> entries)
    {
        var count = 0;
        foreach (var entry in entries)
        {
            var source = transaction.Source(entry.Source);
            if (DeliveryRow.Find(transaction.Connection, source, entry.Document.Id, entry.Document.DeliveryNumber) is { } row && IsOpen(transaction.Connection, row))
            {
                Settle(transaction, source, row, transaction.Now);
                count++;
            }
        }

        return count;
    }

    /// <summary>A person has looked at them. Also beside a running agent, whose own commits wait for this short one.</summary>
    /// <param name="last">The newest entry that was seen: what came since stays open.</param>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public static void Close(string path, string source, long last)
    {
        try
        {
            using var connection = new LedgerConnection(path, create: false);
            connection.Run("UPDATE delivery SET learned = 2 WHERE learned = 1 AND id <= ? AND source = (SELECT id FROM source WHERE name = ?)", last, source);
        }
        catch (SqliteException exception)
        {
            throw new LedgerException($"The ledger {path} cannot be written: {Sentence.Ended(exception.Message)} Say it as an administrator, or as the account under which the agent runs.", exception);
        }
    }

    private static bool Record(LedgerTransaction transaction, long source, DeliveredDocument delivered)
    {
        var document = delivered.Document;
        var rows = DeliveryRow.FindAll(transaction.Connection, source, document.Id);
        if (rows.Find(row => row.Number == document.DeliveryNumber) is { Id: > 0 } same)
        {
            if (!IsOpen(transaction.Connection, same))
                return false;
            Settle(transaction, source, same, delivered.At);
            return true;
        }

        if (rows.Count > 0 && rows[0].Number > document.DeliveryNumber)
            return false;
        foreach (var earlier in rows.Where(row => IsOpen(transaction.Connection, row)))
            Supersede(transaction, source, earlier);
        Insert(transaction, source, delivered);
        return true;
    }

    /// <summary>Nothing of it was delivered, as far as this ledger knows. What is in a batch and needs a person stays with him: his evidence may be newer than what the source was told.</summary>
    private static bool IsOpen(LedgerConnection connection, DeliveryRow row) => row.State switch
    {
        DeliveryState.Listed or DeliveryState.Deferred or DeliveryState.Publishing or DeliveryState.Withdrawn => true,
        DeliveryState.Quarantined or DeliveryState.Rejected => connection.Long($"SELECT 1 FROM delivery d WHERE d.id = ? AND {DeliveryRow.IsInNoBatch}", row.Id) is not null,
        _ => false,
    };

    private static void Settle(LedgerTransaction transaction, long source, DeliveryRow row, DateTimeOffset at)
    {
        transaction.Connection.Run(
            "UPDATE delivery SET state = ?, changed_at = ?, delivered_at = ?, due_at = NULL, waits_for = NULL, passes = 0, obstacle = 0, reason = NULL, forwarded = 1, learned = 1 WHERE id = ?",
            DeliveryState.Acknowledged, transaction.Now, at, row.Id);
        transaction.Count(source, row.State, DeliveryState.Acknowledged);
        transaction.Unacknowledge(source, row.Id, AcknowledgementOutcome.Error);
        Decisions.Fail(transaction, row.Id, Reason);
        transaction.LetNextGo(source, row.Id);
    }

    private static void Supersede(LedgerTransaction transaction, long source, DeliveryRow row)
    {
        const string Replaced = "Replaced by a later delivery of the same document.";
        transaction.Connection.Run(
            "UPDATE delivery SET state = ?, changed_at = ?, due_at = NULL, waits_for = NULL, reason = ? WHERE id = ?", DeliveryState.Superseded, transaction.Now, Replaced, row.Id);
        transaction.Count(source, row.State, DeliveryState.Superseded);
        Decisions.Fail(transaction, row.Id, Replaced);
    }

    private static void Insert(LedgerTransaction transaction, long source, DeliveredDocument delivered)
    {
        var (connection, document) = (transaction.Connection, delivered.Document);
        connection.Run(
            """
            INSERT INTO delivery (source, document, number, sequence, enterprise, document_number, state, attempts, listed_at, changed_at, delivered_at, forwarded, learned)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?8, ?9, 1, 1)
            """,
            source, document.Id, document.DeliveryNumber, document.Sequence, document.EnterpriseId, document.Number, DeliveryState.Acknowledged, transaction.Now, delivered.At);
        var id = connection.LastId;
        connection.Run("INSERT INTO description (delivery, json) VALUES (?, ?)", id, EntryRow.Describe(document));
        transaction.Count(source, null, DeliveryState.Acknowledged);
        var ordinal = 0;
        foreach (var file in delivered.Files ?? [])
        {
            // Of where it was staged nothing is known, and nothing is needed: no batch holds it.
            connection.Run(
                """
                INSERT INTO file (delivery, ordinal, rank, part, folder, folder_identity, staged_name, final_name, shown_path, size, sha256)
                VALUES (?1, ?2, ?2, '', '', '', '', ?3, ?4, ?5, ?6)
                """,
                id, ordinal++, file.Path[(file.Path.LastIndexOfAny(['/', '\\']) + 1)..], file.Path, file.Size, file.Sha256);
        }
    }
}
