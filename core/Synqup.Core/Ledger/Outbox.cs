using Synqup.Core.Health;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>What the source has to be told, until it has answered.</summary>
internal static class Outbox
{
    public static IReadOnlyList<Acknowledgement> Read(LedgerConnection connection, string source, int limit)
    {
        var items = new List<Acknowledgement>();
        using var rows = connection.Query(
            """
            SELECT a.delivery, a.outcome, a.at, a.reason, d.document, d.number, d.state
            FROM acknowledgement a JOIN delivery d ON d.id = a.delivery
            WHERE a.source = (SELECT id FROM source WHERE name = ?) ORDER BY a.delivery, a.outcome LIMIT ?
            """,
            source, limit);
        while (rows.Next())
        {
            var row = rows.Row;
            var outcome = (AcknowledgementOutcome)row.Long(1);
            // Of one that needs or needed a person those that were bound: the accounting package may have them.
            var named = outcome is not AcknowledgementOutcome.Error || row.State(6) is DeliveryState.Quarantined or DeliveryState.Discarded;
            items.Add(new Acknowledgement(row.Text(4), row.Long(5), outcome, row.Time(2), named ? ReadFiles(connection, row.Long(0)) : [], row.TextOrNull(3)));
        }

        return items;
    }

    public static int Answer(LedgerTransaction transaction, string sourceName, IReadOnlyList<AcknowledgementResult> results)
    {
        var connection = transaction.Connection;
        var source = transaction.Source(sourceName);
        var settled = 0;
        var newest = 0L;
        foreach (var result in results)
        {
            if (DeliveryRow.Find(connection, source, result.DocumentId, result.DeliveryNumber) is not { } row)
                continue;
            transaction.Unacknowledge(source, row.Id, result.Outcome);
            Decisions.Answered(transaction, row.Id, result);
            if (result.Status is AcknowledgementStatus.Invalid)
                KeepComplaint(connection, row, result);
            else if (result.Outcome is AcknowledgementOutcome.Forwarded && row.State is DeliveryState.Delivered)
            {
                connection.Run(
                    "UPDATE delivery SET state = ?, changed_at = ?, reason = NULL, forwarded = ? WHERE id = ?",
                    DeliveryState.Acknowledged, transaction.Now, result.Status is AcknowledgementStatus.Accepted or AcknowledgementStatus.AlreadyKnown, row.Id);
                transaction.Count(source, DeliveryState.Delivered, DeliveryState.Acknowledged);
                newest = Math.Max(newest, row.Sequence);
                settled++;
            }
        }

        connection.Run("UPDATE source SET acknowledged = max(ifnull(acknowledged, 0), ?1) WHERE id = ?2 AND ?1 > 0", newest, source);
        return settled;
    }

    private static void KeepComplaint(LedgerConnection connection, DeliveryRow row, AcknowledgementResult result)
    {
        if (result.Outcome is AcknowledgementOutcome.Forwarded && row.State is DeliveryState.Delivered)
        {
            connection.Run(
                "UPDATE delivery SET reason = ? WHERE id = ?",
                $"Delivered, but the source refused to be told: {Sentence.Ended(result.Detail ?? "it gave no reason")}", row.Id);
        }
    }

    private static List<AcknowledgedFile> ReadFiles(LedgerConnection connection, long delivery)
    {
        var files = new List<AcknowledgedFile>();
        using var rows = connection.Query("SELECT shown_path, size, sha256 FROM file WHERE delivery = ? ORDER BY ordinal", delivery);
        while (rows.Next())
            files.Add(new AcknowledgedFile(rows.Row.Text(0), rows.Row.Long(1), rows.Row.Text(2)));
        return files;
    }
}
