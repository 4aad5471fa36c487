using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>The commits around the renames of a batch.</summary>
internal static class Publication
{
    /// <returns>The sets that may not be published.</returns>
    public static IReadOnlyList<SetRecord> Begin(LedgerTransaction transaction, BatchRecord batch)
    {
        var connection = transaction.Connection;
        connection.Run("INSERT INTO root (path, newest) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET newest = max(newest, ?2)", batch.Root, batch.Number);
        var root = connection.Long("SELECT id FROM root WHERE path = ?", batch.Root)!.Value;
        connection.Run(
            "INSERT INTO batch (root, number, boot_id, configuration_version, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            root, batch.Number, batch.BootId, batch.ConfigurationVersion, batch.At);
        var refused = new List<SetRecord>();
        foreach (var set in batch.Sets)
        {
            var source = transaction.Source(set.Source);
            if (FindOrInsert(transaction, source, set) is not { } row || !MayPublish(connection, row, root, batch.Number, set))
            {
                refused.Add(set);
                continue;
            }

            connection.Run("UPDATE delivery SET state = ?, changed_at = ?, due_at = NULL, reason = NULL, obstacle = ? WHERE id = ?", DeliveryState.Publishing, transaction.Now, Obstacle.None, row.Id);
            connection.Run("INSERT INTO publication (delivery, root, number, configuration) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET root = ?2, number = ?3, configuration = ?4", row.Id, root, batch.Number, set.ConfigurationId);
            if (row.State == DeliveryState.Quarantined)
                Decisions.Begin(transaction, row.Id, batch.BootId);
            if (row.State != DeliveryState.Publishing)
                transaction.Count(source, row.State, DeliveryState.Publishing);
            else
                ForgetEmptied(connection, root, batch.Number);
            WriteFiles(connection, row.Id, set.Files);
        }

        return refused;
    }

    public static int Settle(LedgerTransaction transaction, IReadOnlyList<SetOutcome> outcomes)
    {
        var count = 0;
        foreach (var outcome in outcomes)
        {
            var source = transaction.Source(outcome.Source);
            var row = DeliveryRow.Find(transaction.Connection, source, outcome.DocumentId, outcome.DeliveryNumber)
                ?? throw new InvalidOperationException($"The ledger has no delivery {outcome.DeliveryNumber} of document {outcome.DocumentId} of {outcome.Source}.");
            if (row.State == outcome.State)
                continue;
            if (outcome.State is DeliveryState.Delivered ? Deliver(transaction, source, row, outcome) : Quarantine(transaction, source, row, outcome))
            {
                Decisions.Settle(transaction, row.Id, outcome);
                count++;
            }
        }

        return count;
    }

    public static int Forget(LedgerTransaction transaction, string root, IReadOnlyList<long> numbers)
    {
        foreach (var number in numbers)
            transaction.Connection.Run("DELETE FROM batch WHERE root = (SELECT id FROM root WHERE path = ?) AND number = ?", root, number);
        return numbers.Count;
    }

    /// <summary>A set that moved here with its root leaves a batch behind in which nothing is any more.</summary>
    private static void ForgetEmptied(LedgerConnection connection, long root, long number) => connection.Run(
        "DELETE FROM batch WHERE number = ?1 AND root <> ?2 AND NOT EXISTS (SELECT 1 FROM publication p WHERE p.root = batch.root AND p.number = batch.number)",
        number, root);

    private static bool MayPublish(LedgerConnection connection, DeliveryRow row, long root, long number, SetRecord set) => row.State switch
    {
        DeliveryState.Listed or DeliveryState.Deferred => !row.Waits,
        // Not what a person decided otherwise about, between the look for releases and this commit.
        DeliveryState.Quarantined when connection.Long("SELECT 1 FROM decision WHERE delivery = ? AND ended_at IS NULL AND kind <> ?", row.Id, DecisionKind.Release) is not null => false,
        // The same batch again: other names, or a person released what was in doubt. Under another root too, if it is that one moved: no two have a staged name in common.
        DeliveryState.Publishing or DeliveryState.Quarantined => connection.Long(
            "SELECT 1 FROM publication p JOIN file f ON f.delivery = p.delivery AND f.ordinal = 0 WHERE p.delivery = ? AND p.number = ? AND (p.root = ? OR f.staged_name = ?)",
            row.Id, number, root, set.Files[0].StagedName) is not null,
        _ => false,
    };

    private static DeliveryRow? FindOrInsert(LedgerTransaction transaction, long source, SetRecord set)
    {
        if (DeliveryRow.Find(transaction.Connection, source, set.DocumentId, set.DeliveryNumber) is { } row)
            return row;
        var document = set.Document;
        transaction.Connection.Run(
            """
            INSERT INTO delivery (source, document, number, sequence, enterprise, document_number, state, attempts, listed_at, changed_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, ?7)
            """,
            source, set.DocumentId, set.DeliveryNumber, document.Sequence, document.EnterpriseId, document.Number, transaction.Now);
        var id = transaction.Connection.LastId;
        transaction.Connection.Run("INSERT INTO description (delivery, json) VALUES (?, ?)", id, EntryRow.Describe(document));
        transaction.Count(source, null, DeliveryState.Listed);
        return new DeliveryRow(id, set.DeliveryNumber, document.Sequence, DeliveryState.Listed, false);
    }

    private static void WriteFiles(LedgerConnection connection, long delivery, IReadOnlyList<FileRecord> files)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            connection.Run(
                """
                INSERT INTO file (delivery, ordinal, rank, part, folder, folder_identity, staged_name, final_name, shown_path, size, sha256)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                ON CONFLICT DO UPDATE SET
                    rank = ?3, part = ?4, folder = ?5, folder_identity = ?6, staged_name = ?7, final_name = ?8, shown_path = ?9, size = ?10, sha256 = ?11
                """,
                delivery, i, file.Rank, file.Part, file.Folder, file.FolderIdentity, file.StagedName, file.FinalName, file.ShownPath, file.Size, file.Sha256);
        }
    }

    private static bool Deliver(LedgerTransaction transaction, long source, DeliveryRow row, SetOutcome outcome)
    {
        if (row.State is not (DeliveryState.Publishing or DeliveryState.Quarantined))
            return false;
        if (outcome.Unseen)
            Divergences.Record(transaction, row.Id, DivergenceKind.Unseen);
        transaction.Connection.Run(
            "UPDATE delivery SET state = 3, changed_at = ?1, delivered_at = ?1, unseen = ?2, already_there = ?3, reason = NULL WHERE id = ?4",
            transaction.Now, outcome.Unseen, outcome.AlreadyThere, row.Id);
        transaction.Count(source, row.State, DeliveryState.Delivered);
        transaction.Acknowledge(source, row.Id, AcknowledgementOutcome.Forwarded, null);
        transaction.LetNextGo(source, row.Id);
        return true;
    }

    private static bool Quarantine(LedgerTransaction transaction, long source, DeliveryRow row, SetOutcome outcome)
    {
        if (row.State is not (DeliveryState.Publishing or DeliveryState.Delivered or DeliveryState.Acknowledged))
            return false;
        if (row.State is not DeliveryState.Publishing)
        {
            Divergences.Record(transaction, row.Id, DivergenceKind.RenameUndone);
            // Its batch may have been forgotten, and is one again in which a person may release something. No boot has that id: nothing is known of this one.
            transaction.Connection.Run(
                "INSERT INTO batch (root, number, boot_id, configuration_version, at) SELECT root, number, '', '', ? FROM publication WHERE delivery = ? ON CONFLICT DO NOTHING", transaction.Now, row.Id);
        }
        // A later delivery that waits replaces it: then nothing needs a person any more.
        var state = transaction.LetNextGo(source, row.Id) ? DeliveryState.Superseded : DeliveryState.Quarantined;
        transaction.Connection.Run("UPDATE delivery SET state = ?, changed_at = ?, reason = ?, obstacle = ? WHERE id = ?", state, transaction.Now, outcome.Reason, outcome.Obstacle, row.Id);
        transaction.Count(source, row.State, state);
        transaction.Unacknowledge(source, row.Id, AcknowledgementOutcome.Forwarded);
        if (state is DeliveryState.Quarantined && row.State is not DeliveryState.Acknowledged)
            transaction.Acknowledge(source, row.Id, AcknowledgementOutcome.Error, outcome.Reason);
        return true;
    }
}
