using System.Collections.Concurrent;

namespace Synqup.Core.Delivery;

/// <summary>Runs disk calls side by side: a share answers many flushes in the time of one. On the caller's scheduler, so that a test owns the order.</summary>
internal static class SideBySide
{
    private const int Degree = 8;

    public static async Task EachAsync<T>(IReadOnlyCollection<T> items, Action<T> action)
    {
        if (items.Count <= 1)
        {
            foreach (var item in items)
                action(item);
            return;
        }
        var queue = new ConcurrentQueue<T>(items);
        var workers = Enumerable.Range(0, Math.Min(Degree, items.Count)).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (queue.TryDequeue(out var item))
                    action(item);
            },
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Current));
        await Task.WhenAll(workers);
    }
}
