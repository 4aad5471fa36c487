using System.Collections.Concurrent;
using Synqup.Core.Delivery;
using Synqup.Core.Routing;

namespace Synqup.Core.Pipeline;

/// <summary>One lane per root: a destination that is slow or offline holds up only its own documents.</summary>
/// <param name="open">Makes the root for a local path and the path as the template shows it.</param>
internal sealed class RootLanes(Func<string, string, DeliveryRoot> open, LaneContext context) : IAsyncDisposable
{
    // Lazy, since two stages may ask for one root at the same moment: a second lane would lock out the first.
    private readonly ConcurrentDictionary<string, Lazy<(RootLane Lane, Task Running)>> _lanes =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Faults when a lane cannot go on for a reason that is not its own: the ledger.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Hands a document to its root.</summary>
    /// <returns>Why the root cannot take it now; null when it is in good hands.</returns>
    public ValueTask<string?> AddAsync(Routed routed, RoutedDocument document, CancellationToken cancellationToken) =>
        Open(routed.Root, routed.ShownRoot).AddAsync(document, cancellationToken);

    /// <summary>The lane of a root; what an earlier process left behind there is settled at once.</summary>
    public RootLane Open(string root, string shown) => _lanes.GetOrAdd(root, path => new(() =>
    {
        var lane = new RootLane(open(path, shown), context);
        return (lane, WatchAsync(lane));
    })).Value.Lane;

    /// <summary>The lane of a root that is open already; null where none is.</summary>
    public RootLane? Find(string root) => _lanes.TryGetValue(root, out var lane) ? lane.Value.Lane : null;

    /// <summary>Waits until every lane has tried once to open its root, so that what it settled is known.</summary>
    public Task OpenedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_lanes.Values.Select(l => l.Value.Lane.Opened)).WaitAsync(cancellationToken);

    /// <summary>Says that the source has answered for documents, so that manifests can go.</summary>
    public void Settled()
    {
        foreach (var (lane, _) in _lanes.Values.Select(l => l.Value))
            lane.Settled();
    }

    /// <summary>Removes the manifests of all batches that are closed, now.</summary>
    public async Task CloseBatchesAsync(CancellationToken cancellationToken)
    {
        foreach (var (lane, _) in _lanes.Values.Select(l => l.Value))
            await lane.CloseBatchesAsync(cancellationToken);
    }

    /// <summary>Finishes the batches that are being published, and gives up the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var (lane, running) in _lanes.Values.Select(l => l.Value))
        {
            await running;
            await lane.DisposeAsync();
        }
        _stop.Dispose();
    }

    private async Task WatchAsync(RootLane lane)
    {
        try
        {
            await Task.Yield();
            await lane.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever it is, it must reach the pipeline: a lane never ends without saying so.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failed.TrySetException(e);
        }
    }
}
