using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;
using Synqup.Core.Health;

namespace Synqup.Core.Ledger.Storage;

/// <summary>
/// The one writer. It takes everything that waits, writes it in one transaction and answers after the commit, so that the more
/// there is to do, the fewer flushes a write costs.
/// </summary>
internal sealed partial class LedgerWriter : IAsyncDisposable
{
    private readonly Channel<LedgerWrite> _queue = Channel.CreateUnbounded<LedgerWrite>(new() { SingleReader = true });
    private readonly LedgerConnection _connection;
    private readonly LedgerTransaction _transaction;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<LedgerTransaction> _committed;
    private readonly Task _loop;

    /// <param name="committed">Called after each commit.</param>
    public LedgerWriter(LedgerConnection connection, string path, TimeProvider time, ILogger logger, Action<LedgerTransaction> committed)
    {
        (_connection, _path, _time, _logger, _committed) = (connection, path, time, logger, committed);
        _transaction = new LedgerTransaction(connection);
        _loop = RunAsync();
    }

    public LedgerException? Failure { get; private set; }

    /// <summary>How many transactions were committed.</summary>
    public long Commits { get; private set; }

    /// <summary>Queues a write. Cancelling takes it out of the queue; once its group has begun, it is written and answered.</summary>
    public Task<T> WriteAsync<T>(Func<LedgerTransaction, T> apply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is { } failure)
            return Task.FromException<T>(failure);
        var write = new LedgerWrite<T>(apply);
        write.CancelWith(cancellationToken);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(write), this);
        return write.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _connection.Dispose();
    }

    private async Task RunAsync()
    {
        var group = new List<LedgerWrite>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (_queue.Reader.TryRead(out var write))
            {
                if (write.TryBegin())
                    group.Add(write);
            }

            if (Failure is null)
                Write(group);
            if (Failure is { } failure)
                group.ForEach(write => write.Fail(failure));
        }
    }

    private void Write(List<LedgerWrite> group)
    {
        try
        {
            while (group.Count > 0 && ApplyAll(group) is var (culprit, exception))
            {
                // Only this write is wrong: the others are done again without it.
                _transaction.Rollback();
                culprit.Fail(exception);
                group.Remove(culprit);
            }

            if (group.Count == 0)
                return;
            _transaction.Commit();
            Commits++;
        }
        catch (Exception exception)
        {
            // Whatever it is, nobody may wait for ever.
            _transaction.Rollback();
            Failure = Explain(exception);
            LogFailed(_logger, exception, _path);
            if (exception is SqliteException { SqliteErrorCode: raw.SQLITE_IOERR })
                LedgerCopy.MarkFailed(_path, exception.Message);
            return;
        }

        _committed(_transaction);
        group.ForEach(write => write.Complete());
    }

    private (LedgerWrite Culprit, Exception Exception)? ApplyAll(List<LedgerWrite> group)
    {
        Begin();
        foreach (var write in group)
        {
            try
            {
                write.Apply(_transaction);
            }
            catch (Exception exception) when (exception is not SqliteException { SqliteErrorCode: not raw.SQLITE_CONSTRAINT })
            {
                return (write, exception);
            }
        }

        return null;
    }

    private void Begin()
    {
        while (true)
        {
            try
            {
                _transaction.Begin(_time.GetUtcNow());
                return;
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_BUSY)
            {
                LogBusy(_logger, _path);
            }
        }
    }

    private LedgerException Explain(Exception exception) => exception is SqliteException damage && LedgerFile.IsDamage(damage) ? LedgerFile.Damaged(_path, damage.Message, damage) : new(
        exception is SqliteException { SqliteErrorCode: raw.SQLITE_FULL }
            ? $"The ledger {_path} cannot be written: its disk is full. Make room there. Deliveries have stopped; nothing is lost."
            : $"The ledger {_path} cannot be written: {Sentence.Ended(exception.Message)} Check the disk. Deliveries have stopped; nothing is lost.",
        exception);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The ledger {Path} cannot be written; deliveries have stopped")]
    private static partial void LogFailed(ILogger logger, Exception exception, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another program has been writing in the ledger {Path} for seconds; waiting for it")]
    private static partial void LogBusy(ILogger logger, string path);
}
