using Microsoft.Data.Sqlite;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>
/// What people decide about deliveries that need them: any process writes it, and the agent that owns the ledger carries it out. What
/// came of each stays, so this is also the record of who did what.
/// </summary>
internal static class Decisions
{
    private const string Columns = "x.kind, x.who, x.at, x.why, x.ended_at, x.succeeded, x.result, x.begun_at";

    private const int Count = 8;

    private const string ImportedUnanswered = "Counts as delivered. The Console has not answered yet.";

    private const string DroppedUnanswered = "Closed without being delivered. The Console has not answered yet.";

    /// <summary>Writes decisions, also beside a running agent, whose own commits wait for this short one. One that is open and not begun is replaced.</summary>
    /// <returns>Of which deliveries it was not written, each with the sentence that says why.</returns>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public static IReadOnlyDictionary<long, string> Record(string path, IReadOnlyList<long> deliveries, Decision decision)
    {
        try
        {
            using var connection = new LedgerConnection(path, create: false);
            connection.Run("BEGIN IMMEDIATE");
            var refused = new Dictionary<long, string>();
            foreach (var delivery in deliveries)
            {
                if (WhyNot(connection, EntryRow.Find(connection, delivery), decision.Kind) is { } reason)
                    refused.Add(delivery, reason);
                else
                    Insert(connection, delivery, decision);
            }
            connection.Run("COMMIT");
            return refused;
        }
        catch (SqliteException exception)
        {
            throw new LedgerException($"The ledger {path} cannot be written: {Sentence.Ended(exception.Message)} Say it as an administrator, or as the account under which the agent runs.", exception);
        }
    }

    /// <summary>All decisions about a delivery, the oldest first.</summary>
    public static IReadOnlyList<Decision> Read(LedgerConnection connection, long delivery)
    {
        using var rows = connection.Query($"SELECT {Columns} FROM decision x WHERE x.delivery = ? ORDER BY x.id", delivery);
        if (!rows.Next())
            return [];
        var found = new List<Decision>();
        do
            found.Add(Read(rows.Row, 0));
        while (rows.Next());
        return found;
    }

    /// <summary>What is to be carried out, the oldest first. Not what was begun: that ends when its set is settled.</summary>
    public static IReadOnlyList<OpenDecision> ReadOpen(LedgerConnection connection, string source)
    {
        var found = new List<OpenDecision>();
        using var rows = connection.Query(
            $"""
            SELECT {EntryRow.Columns}, {Columns}, x.id, r.path
            FROM decision x INDEXED BY decision_open CROSS JOIN {EntryRow.Tables} LEFT JOIN publication p ON p.delivery = d.id LEFT JOIN root r ON r.id = p.root
            WHERE x.ended_at IS NULL AND x.begun_at IS NULL AND d.id = x.delivery AND s.name = ? ORDER BY x.id
            """,
            source);
        while (rows.Next())
        {
            var row = rows.Row;
            const int After = EntryRow.Count + Count;
            found.Add(new OpenDecision(row.Long(After), Read(row, EntryRow.Count), EntryRow.Read(row), row.TextOrNull(After + 1)));
        }

        return found;
    }

    /// <summary>Carries out what needs no disk. A delivery that was settled otherwise since is left alone, and the decision says so.</summary>
    /// <returns>What came of it; null when it is not open any more, or only its root can carry it out.</returns>
    public static string? CarryOut(LedgerTransaction transaction, OpenDecision open)
    {
        if (Find(transaction.Connection, open.Id) is not var (source, delivery, state, forwarded))
            return null;
        if (!NeedsPerson(state))
            return End(transaction, open.Id, false, Meanwhile(state));
        switch (open.Decision.Kind)
        {
            case DecisionKind.Imported:
                transaction.Connection.Run(
                    "UPDATE delivery SET state = ?1, changed_at = ?2, delivered_at = ?2, due_at = NULL, reason = NULL WHERE id = ?3", DeliveryState.Delivered, transaction.Now, delivery);
                transaction.Count(source, state, DeliveryState.Delivered);
                transaction.Unacknowledge(source, delivery, AcknowledgementOutcome.Error);
                transaction.Acknowledge(source, delivery, AcknowledgementOutcome.Forwarded, null);
                return End(transaction, open.Id, true, ImportedUnanswered);

            case DecisionKind.Drop:
                transaction.Connection.Run("UPDATE delivery SET state = ?, changed_at = ?, due_at = NULL WHERE id = ?", DeliveryState.Discarded, transaction.Now, delivery);
                transaction.Count(source, state, DeliveryState.Discarded);
                if (forwarded)
                    return End(transaction, open.Id, true, "Closed here. The Console goes on showing it as forwarded, as it was told before.");
                transaction.Acknowledge(source, delivery, AcknowledgementOutcome.Error, Dropped(open.Decision));
                return End(transaction, open.Id, true, DroppedUnanswered);

            default:
                // Its renames may have happened: only its root can tell.
                if (transaction.Connection.Long("SELECT 1 FROM publication WHERE delivery = ?", delivery) is not null)
                    return null;
                transaction.Connection.Run(
                    "UPDATE delivery SET state = ?1, attempts = 0, changed_at = ?2, due_at = ?2, reason = NULL, obstacle = ?3 WHERE id = ?4", DeliveryState.Deferred, transaction.Now, Obstacle.None, delivery);
                transaction.Count(source, state, DeliveryState.Deferred);
                transaction.IsDueEarlier(source);
                transaction.Connection.Run("UPDATE decision SET begun_at = ?, result = NULL WHERE id = ?", transaction.Now, open.Id);
                return "It is tried again from the start.";
        }
    }

    /// <summary>It cannot be carried out; the delivery stays as it is, and the same is not offered again while it would meet the same.</summary>
    public static bool Refuse(LedgerTransaction transaction, OpenDecision open, Obstacle obstacle, string reason)
    {
        End(transaction, open.Id, false, reason);
        transaction.Connection.Run("UPDATE delivery SET obstacle = ? WHERE id = ? AND state = ?", obstacle, open.Entry.Id, DeliveryState.Quarantined);
        return transaction.Connection.Changes > 0;
    }

    /// <summary>What the source says of a delivery about which a person decided: that it was told is not that it took it over.</summary>
    public static void Answered(LedgerTransaction transaction, long delivery, AcknowledgementResult result)
    {
        var kind = result.Outcome is AcknowledgementOutcome.Forwarded ? DecisionKind.Imported : DecisionKind.Drop;
        var isTaken = result is { Status: AcknowledgementStatus.Accepted, Detail: null } or { Status: AcknowledgementStatus.AlreadyKnown };
        var sentence = (kind, isTaken) switch
        {
            (DecisionKind.Imported, true) => "Counts as delivered, and the Console shows it as forwarded.",
            (DecisionKind.Imported, false) => $"Counts as delivered here. The Console does not take that over: {Detail(result)}",
            (_, true) => "Closed without being delivered, and the Console shows it as an error.",
            _ => $"Closed here without being delivered. The Console does not take that over: {Detail(result)}",
        };
        transaction.Connection.Run("UPDATE decision SET result = ? WHERE delivery = ? AND kind = ? AND succeeded = 1 AND result = ?", sentence, delivery, kind, kind is DecisionKind.Imported ? ImportedUnanswered : DroppedUnanswered);
    }

    /// <summary>What an open decision waits for.</summary>
    public static bool Wait(LedgerTransaction transaction, long id, string cause)
    {
        transaction.Connection.Run("UPDATE decision SET result = ? WHERE id = ? AND ended_at IS NULL", cause, id);
        return transaction.Connection.Changes > 0;
    }

    /// <summary>A released set is publishing: until it is settled, only the evidence decides, and that depends on the boot.</summary>
    public static void Begin(LedgerTransaction transaction, long delivery, string bootId) =>
        transaction.Connection.Run("UPDATE decision SET begun_at = ?, boot_id = ?, result = NULL WHERE delivery = ? AND ended_at IS NULL", transaction.Now, bootId, delivery);

    /// <summary>A set is settled, and with it the decision that it is published, if there is one.</summary>
    public static void Settle(LedgerTransaction transaction, long delivery, SetOutcome outcome)
    {
        if (outcome.State is not DeliveryState.Delivered)
            Fail(transaction, delivery, outcome.Reason!);
        else
            EndBegun(transaction, delivery, true, outcome.Unseen ? "Delivered: the accounting package took a file before anyone saw it there." : "Published.");
    }

    /// <summary>A delivery is not published after all, and so the release that brought it on its way again has failed, if there is one.</summary>
    public static void Fail(LedgerTransaction transaction, long delivery, string reason) => EndBegun(transaction, delivery, false, $"Not published: {reason}");

    /// <summary>A released delivery is not published now; it is tried again by itself.</summary>
    public static void PutOff(LedgerTransaction transaction, long delivery, string reason) =>
        transaction.Connection.Run("UPDATE decision SET result = ? WHERE delivery = ? AND ended_at IS NULL AND begun_at IS NOT NULL", reason, delivery);

    /// <summary>What decisions say of the sets of a root.</summary>
    public static RootHistory ReadRoot(LedgerConnection connection, string root, RootHistory history)
    {
        var released = new Dictionary<SetKey, string>();
        var imported = new HashSet<SetKey>();
        using var rows = connection.Query(
            """
            SELECT s.name, d.document, d.number, CASE WHEN x.kind = ?2 THEN x.boot_id END
            FROM decision x CROSS JOIN publication p CROSS JOIN delivery d JOIN source s ON s.id = d.source
            WHERE p.delivery = x.delivery AND d.id = x.delivery AND p.root = (SELECT id FROM root WHERE path = ?1)
                AND ((x.kind = ?2 AND x.boot_id IS NOT NULL AND x.ended_at IS NULL) OR (x.kind = ?3 AND x.succeeded = 1))
            """,
            root, DecisionKind.Release, DecisionKind.Imported);
        while (rows.Next())
        {
            var key = new SetKey(rows.Row.Text(0), rows.Row.Text(1), rows.Row.Long(2));
            if (rows.Row.TextOrNull(3) is { } bootId)
                released[key] = bootId;
            else
                imported.Add(key);
        }

        return history with { Released = released, Imported = imported };
    }

    /// <summary>Whether all that is missing is the source's answer.</summary>
    public static bool IsUnanswered(Decision decision) => decision.Result is ImportedUnanswered or DroppedUnanswered;

    /// <summary>Why a decision about a delivery is not kept; null when it is.</summary>
    private static string? WhyNot(LedgerConnection connection, LedgerEntry? entry, DecisionKind kind) =>
        entry is null ? "Nothing was done: the ledger does not know the document any more."
        : !NeedsPerson(entry.State) ? Meanwhile(entry.State)
        : kind is DecisionKind.Release && !entry.MayBeReleased ? $"Nothing was done, since a release would change nothing. {WhyNotReleased(connection, entry)}"
        : null;

    /// <summary>What the last release met, where that is known by one only.</summary>
    private static string? WhyNotReleased(LedgerConnection connection, LedgerEntry entry) => entry.Obstacle is Obstacle.NothingLeft or Obstacle.NotOffered
        ? connection.Text("SELECT result FROM decision WHERE delivery = ? AND kind = ? AND succeeded = 0 ORDER BY id DESC LIMIT 1", entry.Id, DecisionKind.Release)
        : entry.Reason;

    private static string Meanwhile(DeliveryState state) => $"Nothing was done: meanwhile the document is {state.ToString().ToLowerInvariant()}.";

    private static bool NeedsPerson(DeliveryState state) => state is DeliveryState.Quarantined or DeliveryState.Rejected;

    private static void Insert(LedgerConnection connection, long delivery, Decision decision)
    {
        connection.Run(
            "UPDATE decision SET ended_at = ?, succeeded = 0, result = ? WHERE delivery = ? AND ended_at IS NULL", decision.At, $"Replaced by a later decision of {decision.Who}.", delivery);
        connection.Run("INSERT INTO decision (delivery, kind, who, at, why) VALUES (?, ?, ?, ?, ?)", delivery, decision.Kind, decision.Who, decision.At, decision.Why);
    }

    private static string End(LedgerTransaction transaction, long id, bool succeeded, string result)
    {
        transaction.Connection.Run("UPDATE decision SET ended_at = ?, succeeded = ?, result = ? WHERE id = ? AND ended_at IS NULL", transaction.Now, succeeded, result, id);
        return result;
    }

    private static void EndBegun(LedgerTransaction transaction, long delivery, bool succeeded, string result) => transaction.Connection.Run(
        "UPDATE decision SET ended_at = ?, succeeded = ?, result = ? WHERE delivery = ? AND ended_at IS NULL AND begun_at IS NOT NULL", transaction.Now, succeeded, result, delivery);

    private static (long Source, long Delivery, DeliveryState State, bool Forwarded)? Find(LedgerConnection connection, long id)
    {
        using var rows = connection.Query("SELECT d.source, d.id, d.state, d.forwarded FROM decision x JOIN delivery d ON d.id = x.delivery WHERE x.id = ? AND x.ended_at IS NULL", id);
        return rows.Next() ? (rows.Row.Long(0), rows.Row.Long(1), rows.Row.State(2), rows.Row.Long(3) != 0) : null;
    }

    private static Decision Read(LedgerStatement row, int from) => new(
        (DecisionKind)row.Long(from), row.Text(from + 1), row.Time(from + 2), row.TextOrNull(from + 3), row.TimeOrNull(from + 4),
        row.LongOrNull(from + 5) is { } succeeded ? succeeded != 0 : null, row.TextOrNull(from + 6))
    {
        IsBegun = !row.IsNull(from + 7),
    };

    private static string Detail(AcknowledgementResult result) => Sentence.Ended(result.Detail ?? result.Status.ToString());

    private static string Dropped(Decision decision) =>
        $"Dropped by {decision.Who} at the agent{(decision.Why is { } why ? $": {Sentence.Ended(why)}" : ".")}";
}
