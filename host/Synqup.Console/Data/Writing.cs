using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Synqup.Console.Data;

/// <summary>One writer at a time: SQLite allows no more, and waiting here costs less than being refused there.</summary>
internal sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new Exit(_one);
    }

    public void Dispose() => _one.Dispose();

    private sealed class Exit(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}

/// <summary>Runs changes as transactions.</summary>
internal sealed class Writing(ConsoleDb db, WriteGate gate, ChangeSignal signal)
{
    /// <summary>Runs <paramref name="work"/> in a transaction; what it returns says nothing about a commit when this throws.</summary>
    public async Task<T> RunAsync<T>(string officeId, Func<Changes, Task<T>> work, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        // What was read before the turn may be old by now.
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changes = new Changes(db, officeId);
        var result = await work(changes);
        await db.SaveChangesAsync(cancellationToken);
        await changes.KeepSequenceAsync(cancellationToken);
        await CommitAsync(transaction);
        if (changes.Sequenced)
            signal.Raise(officeId);
        if (db.IsReconfigured)
            signal.RaiseSettings(officeId);
        return result;
    }

    // From here a cancelled caller must not leave it open whether the work was kept.
    private static Task CommitAsync(IDbContextTransaction transaction) => transaction.CommitAsync(CancellationToken.None);
}

/// <summary>Gives an office's change sequences inside one transaction.</summary>
internal sealed class Changes(ConsoleDb db, string officeId)
{
    private long _first;
    private long _last;

    public bool Sequenced => _last > _first;

    /// <summary>The next position; visible to others when the transaction is, so never before a lower one.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellationToken)
    {
        if (_last == 0)
            _first = _last = await db.Offices.Where(office => office.Id == officeId).Select(office => office.LastSequence).SingleAsync(cancellationToken);
        return ++_last;
    }

    public async Task KeepSequenceAsync(CancellationToken cancellationToken)
    {
        if (Sequenced)
            await db.Offices.Where(office => office.Id == officeId).ExecuteUpdateAsync(set => set.SetProperty(office => office.LastSequence, _last), cancellationToken);
    }
}
