using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;
using Synqup.Core.Routing;

namespace Synqup.Core.Pipeline;

/// <summary>One lane per root: a destination that is slow or offline holds up only its own documents.</summary>
/// <param name="open">Makes the root for a local path and the path as the template shows it.</param>
internal sealed partial class RootLanes(Func<string, string, DeliveryRoot> open, LaneContext context) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Of a root that hangs, when the agent stops: whoever stops it kills it before long.</summary>
    private static readonly TimeSpan PatienceAtStop = TimeSpan.FromSeconds(10);

    // Lazy, since two stages may ask for one root at the same moment: a second lane would lock out the first.
    private readonly ConcurrentDictionary<string, Lazy<RunningLane>> _lanes = new(Paths);
    private readonly TaskCompletionSource _failed = OwnOrder.NewCompletion();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>How local paths are told apart.</summary>
    private static StringComparer Paths { get; } = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

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
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        return new RunningLane(lane, WatchAsync(lane, stop.Token), stop);
    })).Value.Lane;

    /// <summary>The lane of a root that is open already; null where none is.</summary>
    public RootLane? Find(string root) => _lanes.TryGetValue(root, out var lane) ? lane.Value.Lane : null;

    /// <summary>Looks until cancelled whether a root hangs.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var lane in _lanes.Values.Select(l => l.Value.Lane))
                await lane.LookAsync(cancellationToken);
            await Task.Delay(LookEvery, context.Parts.Time, cancellationToken);
        }
    }

    /// <summary>Waits until every lane has tried once to open its root, so that what it settled is known.</summary>
    public Task OpenedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_lanes.Values.Select(l => l.Value.Lane.Opened)).WaitAsync(cancellationToken);

    /// <summary>Says that the source has answered for documents, so that manifests can go.</summary>
    public void Settled()
    {
        foreach (var lane in _lanes.Values.Select(l => l.Value.Lane))
            lane.Settled();
    }

    /// <summary>Removes the manifests of all batches that are closed, now.</summary>
    public async Task CloseBatchesAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes.Values.Select(l => l.Value.Lane))
            await lane.CloseBatchesAsync(cancellationToken);
    }

    /// <summary>
    /// Leaves all roots but these, as at a stop: what is being published is finished first, what is only queued or staged is routed anew,
    /// and the lock is given back.
    /// </summary>
    /// <param name="patience">How long this waits for it; it is done all the same.</param>
    public async Task LeaveOthersAsync(IReadOnlyCollection<string> kept, TimeSpan patience, CancellationToken cancellationToken)
    {
        var others = _lanes.Where(l => !kept.Contains(l.Key, Paths)).ToList();
        if (others.Count > 0)
            await Task.WhenAny(Task.WhenAll(others.Select(LeaveAsync)), context.Parts.Time.PauseAsync(patience, cancellationToken));
    }

    /// <summary>Finishes the batches that are being published, and gives up the rest. What hangs is left to the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelInOrderAsync();
        foreach (var lane in _lanes.Values.Select(l => l.Value))
            await EndAsync(lane);
        _stop.Dispose();
    }

    private async Task EndAsync(RunningLane lane)
    {
        var ending = lane.DisposeAsync().AsTask();
        while (!ending.IsCompleted)
        {
            if (lane.Lane.Silence >= PatienceAtStop)
            {
                LeftHanging(context.Logger, lane.Lane.Shown);
                return;
            }
            using var timer = new CancellationTokenSource();
            await Task.WhenAny(ending, context.Parts.Time.PauseAsync(TimeSpan.FromSeconds(1), timer.Token));
            await timer.CancelInOrderAsync();
        }
        await ending;
    }

    private async Task LeaveAsync(KeyValuePair<string, Lazy<RunningLane>> left)
    {
        try
        {
            var lane = left.Value.Value;
            await lane.DisposeAsync();
            if (!_lanes.TryRemove(left))
                return;
            lane.Lane.Forget();
            // What came for it while the configuration changed waits for a root that nobody looks at any more.
            await context.Parts.Ledger.ReleaseUnroutableAsync(context.Parts.Source.Name, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whoever waits for it may have gone on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failed.TrySetException(e);
        }
    }

    private async Task WatchAsync(RootLane lane, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            await lane.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever it is, it must reach the pipeline: a lane never ends without saying so.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failed.TrySetException(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Destination} does not answer: it is not waited for, and the next start goes on there by what it finds")]
    private static partial void LeftHanging(ILogger logger, string destination);

    /// <summary>Ends once, whoever asks for it, and everybody who asks waits for the same end.</summary>
    private sealed class RunningLane(RootLane lane, Task running, CancellationTokenSource stop) : IAsyncDisposable
    {
        private readonly Lock _lock = new();
        private Task? _ending;

        public RootLane Lane => lane;

        public ValueTask DisposeAsync()
        {
            lock (_lock)
                return new(_ending ??= EndAsync());
        }

        private async Task EndAsync()
        {
            lane.Leave();
            await stop.CancelInOrderAsync();
            await running;
            await lane.DisposeAsync();
            stop.Dispose();
        }
    }
}
