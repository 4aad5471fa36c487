namespace Synqup.Core.Ledger.Storage;

/// <summary>Wakes everybody who waits, once per change.</summary>
internal sealed class LedgerSignal
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
