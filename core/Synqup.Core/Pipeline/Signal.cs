namespace Synqup.Core.Pipeline;

/// <summary>Wakes whoever waits. Take <see cref="Next"/> first, look at the state, then wait: nothing is missed in between.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = OwnOrder.NewCompletion();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, OwnOrder.NewCompletion()).TrySetResult();
}
