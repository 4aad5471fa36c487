using Synqup.Core.Delivery;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>What a page of descriptions means for what is known already.</summary>
internal sealed class PageRecording(LedgerTransaction transaction, string sourceName)
{
    private readonly LedgerConnection _connection = transaction.Connection;
    private readonly long _source = transaction.Source(sourceName);
    private readonly List<LedgerEntry> _new = [], _waiting = [], _superseded = [], _changed = [], _tooLate = [], _again = [];
    private int _known;

    public static RecordedPage Record(LedgerTransaction transaction, string source, DocumentPage page, bool full)
    {
        var recording = new PageRecording(transaction, source);
        recording._connection.Run(
            "UPDATE source SET after = ?, last_full_listing = ifnull(?, last_full_listing) WHERE id = ?",
            page.Next, full ? transaction.Now : (DateTimeOffset?)null, recording._source);
        foreach (var document in page.Items)
            recording.Add(document);
        return new RecordedPage(
            recording._new, recording._waiting, recording._superseded, recording._changed, recording._tooLate, recording._again, recording._known);
    }

    private void Add(DocumentDescription document)
    {
        var rows = DeliveryRow.FindAll(_connection, _source, document.Id);
        if (rows.Find(row => row.Number == document.DeliveryNumber) is { Id: > 0 } same)
            Meet(same, document);
        else if (rows.Count > 0 && rows[0].Number > document.DeliveryNumber)
            _known++;
        else
            Insert(document, rows);
    }

    private void Insert(DocumentDescription document, List<DeliveryRow> earlier)
    {
        long? waitsFor = null;
        foreach (var row in earlier)
        {
            if (row.IsOpen || row.State is DeliveryState.Quarantined or DeliveryState.Rejected)
                _superseded.Add(Supersede(row));
            else if (row.State is DeliveryState.Publishing)
                waitsFor = row.Id;
        }

        _connection.Run(
            """
            INSERT INTO delivery (source, document, number, sequence, enterprise, document_number, state, attempts, listed_at, changed_at, waits_for)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, ?7, ?8)
            """,
            _source, document.Id, document.DeliveryNumber, document.Sequence, document.EnterpriseId, document.Number, transaction.Now, waitsFor);
        var id = _connection.LastId;
        _connection.Run("INSERT INTO description (delivery, json) VALUES (?, ?)", id, EntryRow.Describe(document));
        transaction.Count(_source, null, DeliveryState.Listed);
        (waitsFor is null ? _new : _waiting).Add(
            new LedgerEntry(id, sourceName, document, DeliveryState.Listed, 0, Now, Now, null, null, false));
    }

    /// <summary>Milliseconds, as they are read back.</summary>
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(transaction.Now.ToUnixTimeMilliseconds());

    private LedgerEntry Supersede(DeliveryRow row)
    {
        Change(row, DeliveryState.Superseded, "Replaced by a later delivery of the same document.");
        return EntryRow.Find(_connection, row.Id)!;
    }

    private void Meet(DeliveryRow row, DocumentDescription document)
    {
        var stored = EntryRow.Find(_connection, row.Id)!;
        var sameParts = SameParts(stored.Document, document);
        switch (row.State)
        {
            case DeliveryState.Withdrawn:
                Change(row, DeliveryState.Listed, null);
                Refresh(row, document);
                _new.Add(EntryRow.Find(_connection, row.Id)!);
                break;

            case DeliveryState.Listed or DeliveryState.Deferred when !sameParts:
                var reason = $"Changed at the source: its content is not the one that was listed first under the same delivery. To get the new one, {Remedy.DeliverAgain(document.Id)}.";
                Change(row, DeliveryState.Quarantined, reason, Obstacle.OtherContent);
                transaction.Acknowledge(_source, row.Id, AcknowledgementOutcome.Error, reason);
                _changed.Add(EntryRow.Find(_connection, row.Id)!);
                break;

            case DeliveryState.Listed or DeliveryState.Deferred:
                Refresh(row, document);
                _known++;
                break;

            case DeliveryState.Delivered or DeliveryState.Acknowledged:
                AcknowledgeAgain(row);
                (sameParts ? _again : _tooLate).Add(EntryRow.Find(_connection, row.Id)!);
                break;

            case DeliveryState.Publishing when !sameParts:
                _tooLate.Add(stored);
                break;

            case DeliveryState.Quarantined or DeliveryState.Rejected:
                if (stored.Obstacle is Obstacle.NotOffered)
                    _connection.Run("UPDATE delivery SET obstacle = ? WHERE id = ?", Obstacle.None, row.Id);
                // The source still offers it, so it may not have heard.
                transaction.Acknowledge(_source, row.Id, AcknowledgementOutcome.Error, stored.Reason);
                _known++;
                break;

            default:
                _known++;
                break;
        }
    }

    private void AcknowledgeAgain(DeliveryRow row)
    {
        // What was not answered yet may only have crossed the listing, and between two full ones the office may have touched it.
        if (row.State is DeliveryState.Acknowledged)
        {
            _connection.Run(
                """
                UPDATE delivery SET listed_again = listed_again + 1, listed_again_in = s.last_full_listing
                FROM source s WHERE s.id = delivery.source AND delivery.id = ? AND listed_again_in IS NOT s.last_full_listing
                """,
                row.Id);
        }
        transaction.Acknowledge(_source, row.Id, AcknowledgementOutcome.Forwarded, null);
    }

    private void Refresh(DeliveryRow row, DocumentDescription document)
    {
        _connection.Run("UPDATE description SET json = ?1 WHERE delivery = ?2 AND json <> ?1", EntryRow.Describe(document), row.Id);
        if (_connection.Changes > 0)
        {
            _connection.Run(
                "UPDATE delivery SET sequence = ?, enterprise = ?, document_number = ? WHERE id = ?",
                document.Sequence, document.EnterpriseId, document.Number, row.Id);
        }
    }

    private void Change(DeliveryRow row, DeliveryState to, string? reason, Obstacle obstacle = Obstacle.None)
    {
        _connection.Run(
            "UPDATE delivery SET state = ?, changed_at = ?, due_at = NULL, waits_for = NULL, reason = ?, obstacle = ? WHERE id = ?", to, transaction.Now, reason, obstacle, row.Id);
        if (reason is not null)
            Decisions.Fail(transaction, row.Id, reason);
        transaction.Count(_source, row.State, to);
    }

    private static bool SameParts(DocumentDescription first, DocumentDescription second) =>
        first.Parts.Count == second.Parts.Count &&
        first.Parts.All(part => second.Parts.Any(other => other.Name == part.Name && other.Size == part.Size && other.Sha256 == part.Sha256));
}
