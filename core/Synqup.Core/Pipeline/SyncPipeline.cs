using System.Threading.Channels;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>One connection's documents on their way: fetch → route → deliver → acknowledge.</summary>
internal sealed class SyncPipeline : IAsyncDisposable
{
    /// <summary>Documents between two stages; more wait in the ledger.</summary>
    private const int Backpressure = 512;

    private readonly PipelineParts _parts;
    private readonly RunMode _mode;
    private readonly InFlight _inFlight = new();
    private readonly Announcement _announcement;
    private readonly FetchStage _fetch;
    private readonly BacklogStage _backlog;
    private readonly RouteStage _route;
    private readonly RootLanes _lanes;
    private readonly RootKeeper _roots;
    private readonly AcknowledgeStage _acknowledge;
    private readonly WaitingWatch _waiting;
    private readonly DecisionStage _decisions;

    public SyncPipeline(PipelineParts parts, RunMode mode)
    {
        var nudge = new Signal();
        var outcomes = new Outcomes(parts.Ledger, _inFlight, parts.Progress, parts.Time, parts.Log<Outcomes>());
        _announcement = parts.Announcement;
        _announcement.Ledger = parts.Ledger;
        parts = parts with { Source = new WatchedSource(parts.Source, _announcement) };
        (_parts, _mode) = (parts, mode);
        _lanes = new RootLanes((path, shown) => parts.OpenRoot(path, shown, _announcement.HasReplaced), new LaneContext(parts, mode, _announcement, outcomes, nudge, document => _route!.Again(document)));
        _roots = new RootKeeper(parts, _announcement, _lanes);
        _fetch = new FetchStage(parts, mode, _announcement, _inFlight, nudge, new WithdrawalCheck(parts, outcomes), _roots.ConfiguredAsync);
        _backlog = new BacklogStage(parts.Source.Name, parts.Ledger, parts.Configuration, _inFlight, nudge, parts.Time);
        _route = new RouteStage(parts.Source.Name, parts.Configuration, _lanes, outcomes);
        _acknowledge = new AcknowledgeStage(parts, mode);
        _waiting = new WaitingWatch(parts);
        _decisions = new DecisionStage(parts, _lanes);
    }

    /// <summary>Runs until cancelled or, in one pass, until everything that is listed and due has its outcome and the source knows it.</summary>
    /// <remarks>Dispose it afterwards: then batches that are being published are finished; everything else is found again at the next start.</remarks>
    /// <exception cref="LedgerException">The ledger cannot go on; nothing is delivered without it.</exception>
    /// <exception cref="SourceException">One pass: the source does not answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var documents = Channel.CreateBounded<LedgerEntry>(Backpressure);

        var rooted = _roots.RunAsync(stop.Token);
        var fetched = _fetch.RunAsync(documents.Writer, stop.Token);
        var routed = _route.RunAsync(documents.Reader, stop.Token);
        var delivered = _lanes.Failed;
        var acknowledged = _acknowledge.RunAsync(_lanes.Settled, stop.Token);
        var ended = _mode == RunMode.OnePass
            ? PassAsync(fetched, documents.Writer, stop.Token)
            : Task.WhenAll(fetched, _backlog.RunAsync(documents.Writer, stop.Token));
        var decided = _mode == RunMode.OnePass ? ended : _decisions.RunAsync(stop.Token);

        var watched = _waiting.RunAsync(stop.Token);
        var beside = _mode == RunMode.OnePass ? _announcement.RunAsync(stop.Token) : _parts.Care?.RunAsync(_parts.Ledger, stop.Token);
        var looked = _lanes.WatchAsync(stop.Token);

        Task[] stages = [rooted, looked, fetched, routed, acknowledged, watched, decided, ended, .. beside is null ? Array.Empty<Task>() : [beside]];
        try
        {
            await await FirstAsync(stages, delivered, fetched, ended);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            await stop.CancelInOrderAsync();
            await Task.WhenAll(stages).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Finishes the batches that are being published.</summary>
    public ValueTask DisposeAsync()
    {
        _announcement.Ledger = null;
        _roots.Dispose();
        return _lanes.DisposeAsync();
    }

    /// <summary>The first stage that failed, or the end of the pass: a listing that is complete is no end.</summary>
    private static async Task<Task> FirstAsync(Task[] stages, Task delivered, Task fetched, Task ended)
    {
        var first = await Task.WhenAny([.. stages, delivered]);
        return first == fetched && fetched.IsCompletedSuccessfully ? await Task.WhenAny([.. stages.Where(s => s != fetched), delivered]) : first;
    }

    private async Task PassAsync(Task fetched, ChannelWriter<LedgerEntry> documents, CancellationToken cancellationToken)
    {
        await fetched;
        await _roots.LookAsync(cancellationToken);
        await _lanes.OpenedAsync(cancellationToken);
        await _decisions.CarryOutAsync(cancellationToken);
        do
        {
            for (var left = _inFlight.Left.Next; !_inFlight.IsEmpty; left = _inFlight.Left.Next)
                await left.WaitAsync(cancellationToken);
        }
        while (await _backlog.DrainAsync(documents, cancellationToken) > 0);

        for (var answered = _acknowledge.Answered.Next;
             (await _parts.Ledger.OutboxAsync(_parts.Source.Name, 1, cancellationToken)).Count > 0;
             answered = _acknowledge.Answered.Next)
            await answered.WaitAsync(cancellationToken);
        await _lanes.CloseBatchesAsync(cancellationToken);
        // What a pass says and ends with is how it left things, and not how it found them.
        await _roots.LookAsync(cancellationToken);
        await _waiting.LookAsync(cancellationToken);
        if (_parts.Care is { } care)
            await care.PassAsync(cancellationToken);
    }
}
