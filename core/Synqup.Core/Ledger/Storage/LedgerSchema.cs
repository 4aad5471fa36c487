using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Synqup.Core.Ledger.Storage;

/// <summary>
/// The tables, step by step: the file's <c>user_version</c> says how many steps it has. A step that was released never changes, and
/// only adds: the release before must be able to go on with the file, so every INSERT names its columns. Rows that change are narrow and rows that are wide never change, because SQLite writes whole pages.
/// </summary>
internal static class LedgerSchema
{
    /// <summary>The version of this program, as files remember it.</summary>
    public static readonly string Program =
        typeof(LedgerSchema).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Marks the file as ours ("Snqp"), so that another program's database is not taken for a ledger.</summary>
    private const long ApplicationId = 0x536E7170;

    public static IReadOnlyList<LedgerStep> Steps { get; } =
    [
        """
        CREATE TABLE stamp (
            id INTEGER PRIMARY KEY,
            least INTEGER NOT NULL,
            program TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        INSERT INTO stamp (id, least, program, at) VALUES (1, 1, '', 0);

        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            after INTEGER,
            last_full_listing INTEGER,
            acknowledged INTEGER
        ) STRICT;

        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            source INTEGER NOT NULL,
            document TEXT NOT NULL,
            number INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            enterprise TEXT NOT NULL,
            document_number TEXT,
            state INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            listed_at INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            delivered_at INTEGER,
            due_at INTEGER,
            waits_for INTEGER,
            unseen INTEGER NOT NULL DEFAULT 0,
            listed_again INTEGER NOT NULL DEFAULT 0,
            listed_again_in INTEGER,
            already_there INTEGER NOT NULL DEFAULT 0,
            passes INTEGER NOT NULL DEFAULT 0,
            obstacle INTEGER NOT NULL DEFAULT 0,
            forwarded INTEGER NOT NULL DEFAULT 0,
            learned INTEGER NOT NULL DEFAULT 0,
            reason TEXT
        ) STRICT;
        CREATE UNIQUE INDEX delivery_key ON delivery (source, document, number);
        CREATE INDEX delivery_undelivered ON delivery (source, id) WHERE state < 3;
        CREATE INDEX delivery_due ON delivery (source, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX delivery_waiting ON delivery (waits_for) WHERE waits_for IS NOT NULL;
        CREATE INDEX delivery_attention ON delivery (id) WHERE state IN (3, 5, 6) AND reason IS NOT NULL;
        CREATE INDEX delivery_customer ON delivery (enterprise);
        CREATE INDEX delivery_search ON delivery (id, document_number);
        CREATE INDEX delivery_learned ON delivery (id) WHERE learned = 1;
        CREATE INDEX delivery_listed_again ON delivery (id) WHERE listed_again > 1;

        CREATE TABLE description (
            delivery INTEGER PRIMARY KEY,
            json TEXT NOT NULL
        ) STRICT;

        CREATE TABLE file (
            delivery INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            rank INTEGER NOT NULL,
            part TEXT NOT NULL,
            folder TEXT NOT NULL,
            folder_identity TEXT NOT NULL,
            staged_name TEXT NOT NULL,
            final_name TEXT NOT NULL,
            shown_path TEXT NOT NULL,
            size INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (delivery, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE root (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            shown TEXT,
            marker TEXT UNIQUE,
            newest INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE batch (
            id INTEGER PRIMARY KEY,
            root INTEGER NOT NULL,
            number INTEGER NOT NULL,
            boot_id TEXT NOT NULL,
            configuration_version TEXT NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (root, number)
        ) STRICT;

        CREATE TABLE publication (
            delivery INTEGER PRIMARY KEY,
            root INTEGER NOT NULL,
            number INTEGER NOT NULL,
            configuration TEXT NOT NULL
        ) STRICT;
        CREATE INDEX publication_batch ON publication (root, number);

        CREATE TABLE decision (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            who TEXT NOT NULL,
            at INTEGER NOT NULL,
            why TEXT,
            begun_at INTEGER,
            boot_id TEXT,
            ended_at INTEGER,
            succeeded INTEGER,
            result TEXT
        ) STRICT;
        CREATE INDEX decision_delivery ON decision (delivery);
        CREATE UNIQUE INDEX decision_open ON decision (delivery) WHERE ended_at IS NULL;

        CREATE TABLE acknowledgement (
            source INTEGER NOT NULL,
            delivery INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            at INTEGER NOT NULL,
            reason TEXT,
            PRIMARY KEY (source, delivery, outcome)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tally (
            source INTEGER NOT NULL,
            state INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (source, state)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE divergence (
            root INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (root, kind)
        ) STRICT, WITHOUT ROWID;
        """,
    ];

    /// <summary>Brings a file to the newest version, each step in a transaction of its own. One that a newer version made stays as it is.</summary>
    /// <exception cref="LedgerException">Only newer versions of Synqup may write it, or another program made it.</exception>
    public static void Migrate(LedgerConnection connection, string path, IReadOnlyList<LedgerStep> steps, string program, DateTimeOffset now)
    {
        var version = Check(connection, path, steps);
        // A copy that was put in the ledger's place has another one.
        connection.Execute("PRAGMA journal_mode = WAL");
        for (; version < steps.Count; version++)
        {
            var step = steps[version];
            connection.Execute(string.Create(CultureInfo.InvariantCulture,
                $"BEGIN IMMEDIATE; {step.Script}; UPDATE stamp SET least = max(least, {step.Least}); PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version + 1}; COMMIT"));
        }

        if (connection.Text("SELECT program FROM stamp") != program)
            connection.Run("UPDATE stamp SET program = ?, at = ?", program, now);
    }

    /// <returns>How many steps the file has, which may be more than are known here; 0 for an empty one.</returns>
    /// <exception cref="LedgerException">Only newer versions of Synqup may write it, or another program made it.</exception>
    public static int Check(LedgerConnection connection, string path, IReadOnlyList<LedgerStep> steps)
    {
        if (connection.Long("SELECT COUNT(*) FROM sqlite_schema") == 0)
            return 0;
        if (connection.Long("PRAGMA application_id") != ApplicationId)
            throw new LedgerException($"{path} is a database of another program. Choose another data folder (setting dataFolder). The file was not changed.");
        var stamp = Read(connection);
        if (stamp.Least > steps.Count)
        {
            throw new LedgerException(LedgerFailure.TooNew,
                $"The ledger {path} was written by Synqup {stamp.Program} in format {stamp.Format}, which only versions that know format {stamp.Least} may write; this one, Synqup {Program}, knows up to {steps.Count}. The file was not changed.",
                $"Install Synqup {stamp.Program} or a later one again. To stay with this one, stop the agent and say 'synqup ledger restore': it takes the newest backup that this one can read, such as the one that was made before the upgrade.");
        }

        return stamp.Format;
    }

    /// <summary>What a file says of itself; null when there is none, it is empty, or it cannot be read.</summary>
    public static LedgerStamp? Read(string path)
    {
        try
        {
            if (!LedgerFile.IsThere(path))
                return null;
            using var connection = new LedgerConnection(path, create: false);
            return connection.Long("PRAGMA application_id") == ApplicationId ? Read(connection) : null;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static LedgerStamp Read(LedgerConnection connection)
    {
        var format = (int)connection.Long("PRAGMA user_version")!.Value;
        using var rows = connection.Query("SELECT least, program FROM stamp");
        return rows.Next() ? new(format, (int)rows.Row.Long(0), rows.Row.Text(1)) : new(format, format, "");
    }
}
