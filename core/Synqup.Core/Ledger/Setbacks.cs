using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>Open entries that are not delivered (now).</summary>
internal static class Setbacks
{
    public static int Record(LedgerTransaction transaction, IReadOnlyList<Setback> setbacks, DeliveryState to)
    {
        var count = 0;
        foreach (var setback in setbacks)
        {
            if (Find(transaction, setback.EntryId) is not var (source, row) || !row.IsOpen)
                continue;
            var due = to is DeliveryState.Deferred ? setback.DueAt : null;
            transaction.Connection.Run(
                "UPDATE delivery SET state = ?, attempts = attempts + ?, changed_at = ?, due_at = ?, reason = ?, passes = ?, obstacle = ?, forwarded = max(forwarded, ?) WHERE id = ?",
                to, due is null ? 0 : 1, transaction.Now, due, setback.Reason, setback.Passes, setback.Obstacle, setback.Obstacle is Obstacle.AlreadyForwarded, row.Id);
            if (to is DeliveryState.Deferred)
                Decisions.PutOff(transaction, row.Id, setback.Reason);
            else
                Decisions.Fail(transaction, row.Id, setback.Reason);
            transaction.Count(source, row.State, to);
            if (due is not null)
                transaction.IsDueEarlier(source);
            if (setback.ReportError)
                transaction.Acknowledge(source, row.Id, AcknowledgementOutcome.Error, setback.Reason);
            count++;
        }

        return count;
    }

    public static IReadOnlySet<long> Withdraw(LedgerTransaction transaction, IReadOnlyList<Withdrawal> withdrawals)
    {
        var closed = new HashSet<long>();
        foreach (var withdrawal in withdrawals)
        {
            if (Find(transaction, withdrawal.EntryId) is not var (source, row) || row.Sequence != withdrawal.Sequence || !(row.IsOpen || IsUnpublished(transaction.Connection, row)))
                continue;
            transaction.Connection.Run(
                "UPDATE delivery SET state = 7, changed_at = ?, due_at = NULL, reason = ?, passes = 0 WHERE id = ?", transaction.Now, withdrawal.Reason, row.Id);
            transaction.Count(source, row.State, DeliveryState.Withdrawn);
            Decisions.Fail(transaction, row.Id, withdrawal.Reason);
            closed.Add(row.Id);
        }

        return closed;
    }

    public static int ReleaseUnroutable(LedgerTransaction transaction, string sourceName)
    {
        var source = transaction.Source(sourceName);
        transaction.Connection.Run("UPDATE delivery SET due_at = ? WHERE source = ? AND state < 3 AND state = 1 AND due_at IS NULL", transaction.Now, source);
        var count = transaction.Connection.Changes;
        if (count > 0)
            transaction.IsDueEarlier(source);
        return count;
    }

    /// <summary>It needs a person, and nothing of it can be in the hands of the accounting package.</summary>
    private static bool IsUnpublished(LedgerConnection connection, DeliveryRow row) =>
        row.State is DeliveryState.Quarantined or DeliveryState.Rejected && connection.Long($"SELECT 1 FROM delivery d WHERE d.id = ? AND {DeliveryRow.IsInNoBatch}", row.Id) is not null;

    private static (long Source, DeliveryRow Row)? Find(LedgerTransaction transaction, long id)
    {
        using var rows = transaction.Connection.Query("SELECT source, number, sequence, state, waits_for FROM delivery WHERE id = ?", id);
        return rows.Next()
            ? (rows.Row.Long(0), new DeliveryRow(id, rows.Row.Long(1), rows.Row.Long(2), rows.Row.State(3), !rows.Row.IsNull(4)))
            : null;
    }
}
