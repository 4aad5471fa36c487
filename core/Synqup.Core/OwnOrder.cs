namespace Synqup.Core;

/// <summary>
/// Who runs on a scheduler of his own, as a simulation does, owns the order of everything: nothing may go on elsewhere. Without one,
/// who waits never goes on inside the call that wakes him.
/// </summary>
internal static class OwnOrder
{
    public static TaskCompletionSource NewCompletion() => new(Options);

    public static TaskCompletionSource<T> NewCompletion<T>() => new(Options);

    /// <summary>Cancels, and completes when everybody was told.</summary>
    public static Task CancelInOrderAsync(this CancellationTokenSource source)
    {
        if (!HasScheduler)
            return source.CancelAsync();
        source.Cancel();
        return Task.CompletedTask;
    }

    /// <summary>To be waited for together with something else: of a delay that is cancelled, the others would hear elsewhere.</summary>
    public static async Task PauseAsync(this TimeProvider time, TimeSpan pause, CancellationToken cancellationToken) => await Task.Delay(pause, time, cancellationToken);

    private static bool HasScheduler => TaskScheduler.Current != TaskScheduler.Default;

    private static TaskCreationOptions Options => HasScheduler ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;
}
