using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Synqup.Core.Health;

namespace Synqup.Core.Ledger.Storage;

/// <summary>Connections for reading: as many as there are readers at a time, so that a long search holds nobody up.</summary>
internal sealed class LedgerReaders(string path) : IDisposable
{
    private readonly ConcurrentBag<LedgerConnection> _idle = [];
    private volatile bool _disposed;

    /// <summary>Reads one state of the whole ledger. On the caller's thread: a page of entries costs less than a change of thread.</summary>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public T Read<T>(Func<LedgerConnection, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        LedgerConnection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection))
            {
                connection = new LedgerConnection(path, create: false);
                connection.Execute("PRAGMA query_only = 1");
            }

            T result;
            using (cancellationToken.UnsafeRegister(static state => ((LedgerConnection)state!).Interrupt(), connection))
            {
                connection.Run("BEGIN");
                result = read(connection);
                connection.Run("COMMIT");
            }

            // Only now, so that a late cancellation does not interrupt the next reader.
            _idle.Add(connection);
            connection = null;
            return result;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteException exception) when (LedgerFile.IsDamage(exception))
        {
            throw LedgerFile.Damaged(path, exception.Message, exception);
        }
        catch (SqliteException exception)
        {
            throw new LedgerException($"The ledger {path} cannot be read: {Sentence.Ended(exception.Message)} Check the disk and the rights on the data folder.", exception);
        }
        finally
        {
            connection?.Dispose();
            if (_disposed)
                Dispose();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }
}
