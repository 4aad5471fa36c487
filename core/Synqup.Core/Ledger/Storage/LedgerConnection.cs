using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Synqup.Core.Ledger.Storage;

/// <summary>A connection with its prepared statements, for one thread at a time.</summary>
internal sealed class LedgerConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, LedgerStatement> _statements = new(StringComparer.Ordinal);
    private readonly sqlite3 _database;

    /// <exception cref="SqliteException">The file cannot be opened or is no database.</exception>
    public LedgerConnection(string path, bool create)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ToString());
        try
        {
            _connection.Open();
            _database = _connection.Handle!;
            // Waits as long for a program that looks into the file while it is running.
            Execute("PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL");
            // In KiB. What a reader keeps is worth nothing after the next commit, and there are several of them.
            Execute(create ? "PRAGMA cache_size = -8192" : "PRAGMA cache_size = -1024");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_database);

    public long LastId => raw.sqlite3_last_insert_rowid(_database);

    /// <summary>Runs several statements without parameters.</summary>
    public void Execute(string script) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_database, script), _database);

    /// <summary>Runs one statement to its end.</summary>
    public void Run(string sql, params ReadOnlySpan<LedgerValue> values)
    {
        using var rows = Query(sql, values);
        while (rows.Next())
        {
        }
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public long? Long(string sql, params ReadOnlySpan<LedgerValue> values)
    {
        using var rows = Query(sql, values);
        return rows.Next() ? rows.Row.LongOrNull(0) : null;
    }

    /// <summary>The first column of the first row as text; null when there is none.</summary>
    public string? Text(string sql, params ReadOnlySpan<LedgerValue> values)
    {
        using var rows = Query(sql, values);
        return rows.Next() ? rows.Row.TextOrNull(0) : null;
    }

    /// <summary>The rows of a statement. The same statement cannot be asked again before they are disposed.</summary>
    public Rows Query(string sql, params ReadOnlySpan<LedgerValue> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new LedgerStatement(_database, sql));
        statement.Bind(values);
        return new Rows(statement);
    }

    /// <summary>Writes one state of this database, page by page, in place of another one.</summary>
    public void CopyTo(LedgerConnection target, CancellationToken cancellationToken)
    {
        const int PagesAtATime = 1024;
        // While this reads, what others write does not make it begin anew.
        Run("BEGIN");
        _ = Long("SELECT count(*) FROM sqlite_schema");
        using (var copying = raw.sqlite3_backup_init(target._database, "main", _database, "main"))
        {
            if (copying.IsInvalid)
                SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target._database), target._database);
            int result;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                result = raw.sqlite3_backup_step(copying, PagesAtATime);
            }
            while (result == raw.SQLITE_OK);
            if (result != raw.SQLITE_DONE)
                throw new SqliteException(raw.sqlite3_errstr(result).utf8_to_string(), result & 0xFF, result);
        }

        RollBack();
    }

    /// <summary>Undoes the transaction, if there still is one: SQLite ends it by itself after some errors. Never throws: what follows shows whether it worked.</summary>
    public void RollBack() => raw.sqlite3_exec(_database, "ROLLBACK");

    /// <summary>Ends what another thread is asking, with an error.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_database);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    internal readonly struct Rows(LedgerStatement statement) : IDisposable
    {
        public LedgerStatement Row => statement;

        public bool Next() => statement.Step();

        public void Dispose() => statement.Reset();
    }
}
