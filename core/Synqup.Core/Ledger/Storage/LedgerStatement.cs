using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Synqup.Core.Ledger.Storage;

/// <summary>
/// A prepared statement that is bound, stepped and reset. Directly on SQLite's own functions: a command object costs more than
/// the statement that it runs, and a document's life in the ledger is about a dozen statements.
/// </summary>
internal sealed class LedgerStatement : IDisposable
{
    private const int StackBytes = 512;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public LedgerStatement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), database);
    }

    public void Bind(ReadOnlySpan<LedgerValue> values)
    {
        for (var i = 0; i < values.Length; i++)
            SqliteException.ThrowExceptionForRC(Bind(i + 1, values[i]), _database);
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False when there is none.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW)
            return true;
        if (result is not raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, _database);
        return false;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Long(column));

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public DeliveryState State(int column) => (DeliveryState)Long(column);

    public void Reset() => raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    [SkipLocalsInit]
    private int Bind(int index, in LedgerValue value)
    {
        if (value.Integer is { } integer)
            return raw.sqlite3_bind_int64(_statement, index, integer);
        if (value.Utf8 is { } utf8)
            return raw.sqlite3_bind_text(_statement, index, utf8);
        if (value.Text is not { } text)
            return raw.sqlite3_bind_null(_statement, index);
        // An empty span would be bound as null.
        if (text.Length == 0 || text.Length > StackBytes / 3)
            return raw.sqlite3_bind_text(_statement, index, text);
        Span<byte> bytes = stackalloc byte[StackBytes];
        return raw.sqlite3_bind_text(_statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
