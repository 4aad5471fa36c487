namespace Synqup.Core.Ledger.Storage;

/// <summary>One caller's write, from the queue to its answer.</summary>
internal abstract class LedgerWrite
{
    private int _begun;

    /// <returns>False when it was cancelled while it waited.</returns>
    public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

    /// <summary>May be called again after a rollback.</summary>
    public abstract void Apply(LedgerTransaction transaction);

    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

internal sealed class LedgerWrite<T>(Func<LedgerTransaction, T> apply) : LedgerWrite
{
    private readonly TaskCompletionSource<T> _answer = OwnOrder.NewCompletion<T>();
    private CancellationTokenRegistration _registration;
    private T _result = default!;

    public Task<T> Task => _answer.Task;

    public void CancelWith(CancellationToken cancellationToken) =>
        _registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var write = (LedgerWrite<T>)state!;
                if (write.TryBegin())
                    write._answer.TrySetCanceled(token);
            },
            this);

    public override void Apply(LedgerTransaction transaction) => _result = apply(transaction);

    public override void Complete()
    {
        _registration.Unregister();
        _answer.TrySetResult(_result);
    }

    public override void Fail(Exception exception)
    {
        _registration.Unregister();
        _answer.TrySetException(exception);
    }
}
