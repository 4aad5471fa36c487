namespace Synqup.Core.Ledger.Storage;

/// <summary>Wakes everybody who waits, once per change.</summary>
internal sealed class LedgerSignal
{
    private TaskCompletionSource _next = OwnOrder.NewCompletion();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, OwnOrder.NewCompletion()).TrySetResult();
}
