namespace Synqup.Core.Ledger.Storage;

/// <summary>
/// The tables, step by step: the file's <c>user_version</c> says how many steps it has. A step that was released never changes.
/// Rows that change are narrow and rows that are wide never change, because SQLite writes whole pages.
/// </summary>
internal static class LedgerSchema
{
    /// <summary>Marks the file as ours ("Snqp"), so that another program's database is not taken for a ledger.</summary>
    private const long ApplicationId = 0x536E7170;

    public static IReadOnlyList<string> Steps { get; } =
    [
        """
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
            reason TEXT
        ) STRICT;
        CREATE UNIQUE INDEX delivery_key ON delivery (source, document, number);
        CREATE INDEX delivery_undelivered ON delivery (source, id) WHERE state < 3;
        CREATE INDEX delivery_due ON delivery (source, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX delivery_waiting ON delivery (waits_for) WHERE waits_for IS NOT NULL;
        CREATE INDEX delivery_attention ON delivery (id) WHERE state IN (3, 5, 6) AND reason IS NOT NULL;
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

    /// <summary>Brings a file to the newest version, each step in a transaction of its own.</summary>
    /// <exception cref="LedgerException">A newer version of Synqup made it, or another program.</exception>
    public static void Migrate(LedgerConnection connection, string path, IReadOnlyList<string> steps)
    {
        var version = Check(connection, path, steps);
        if (version == 0)
            connection.Execute("PRAGMA journal_mode = WAL");
        for (; version < steps.Count; version++)
            connection.Execute($"BEGIN IMMEDIATE; {steps[version]}; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version + 1}; COMMIT");
    }

    /// <returns>How many steps the file has; 0 for an empty one.</returns>
    /// <exception cref="LedgerException">A newer version of Synqup made it, or another program.</exception>
    public static int Check(LedgerConnection connection, string path, IReadOnlyList<string> steps)
    {
        var version = (int)connection.Long("PRAGMA user_version")!.Value;
        if (version > steps.Count)
        {
            throw new LedgerException(
                $"The ledger {path} was made by a newer version of Synqup (its format is {version}, this version knows up to {steps.Count}). " +
                "Install that version or a later one again. The file was not changed.");
        }

        var isEmpty = connection.Long("SELECT COUNT(*) FROM sqlite_schema") == 0;
        if (!isEmpty && connection.Long("PRAGMA application_id") != ApplicationId)
            throw new LedgerException($"{path} is a database of another program. Choose another data folder (setting dataFolder). The file was not changed.");
        return isEmpty ? 0 : version;
    }
}
