using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;
using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>The work in a root that is ready, until it no longer is.</summary>
internal sealed partial class LaneWork(DeliveryRoot root, ChannelReader<RoutedDocument> queue, Action hasRoom, Func<bool> isFull, Action published, Signal settled, Func<CancellationToken, Task> lookAgain, LaneContext context)
{
    private const long BatchBytes = 64L << 20;

    /// <summary>So often contents are asked for before it is they, and not the source, that cannot be had.</summary>
    private const int Tries = 3;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Channel<StagedDocuments> _staged = Channel.CreateBounded<StagedDocuments>(1);
    private readonly List<Task> _held = [];
    private readonly ConcurrentDictionary<IReadOnlyList<RoutedDocument>, bool> _inWork = new();
    private readonly ConcurrentDictionary<DownloadSlots.Slot, bool> _slots = new();

    private sealed record StagedDocuments(StagingBatch Batch, IReadOnlyList<RoutedDocument> Documents);

    /// <summary>The documents that are being staged or published.</summary>
    public IEnumerable<RoutedDocument> InWork => _inWork.Keys.SelectMany(d => d);

    /// <summary>Whether contents were fetched for it.</summary>
    public bool HasFetched { get; private set; }

    /// <summary>While this root hangs, others fetch in its place.</summary>
    public void LetOthersFetch()
    {
        foreach (var slot in _slots.Keys)
            slot.Dispose();
    }

    /// <summary>Returns when the root is not ready any more, or has no room.</summary>
    public async Task RunAsync(int stagers, CancellationToken cancellationToken)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] others =
        [
            .. Enumerable.Range(0, stagers).Select(_ => GuardAsync(StageAsync(leave.Token), leave.Token)),
            GuardAsync(CloseAsync(leave.Token), leave.Token), GuardAsync(lookAgain(leave.Token), leave.Token), GuardAsync(WatchAsync(leave.Token), leave.Token),
        ];
        try
        {
            await PublishAsync(cancellationToken);
        }
        finally
        {
            await leave.CancelInOrderAsync();
            await Task.WhenAll(others);
            await Task.WhenAll(_held);
            while (_staged.Reader.TryRead(out var left))
                await GiveUpAsync(left);
        }
    }

    /// <summary>What stops one loop stops all of them, through the channel that connects them.</summary>
    private async Task GuardAsync(Task loop, CancellationToken cancellationToken)
    {
        try
        {
            await loop;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Thrown again by the reader of the channel.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _staged.Writer.TryComplete(e);
        }
    }

    private async Task StageAsync(CancellationToken cancellationToken)
    {
        while (await queue.WaitToReadAsync(cancellationToken))
        {
            if (!root.Standing.IsReady)
                return;
            if (isFull())
            {
                _staged.Writer.TryComplete();
                return;
            }
            var documents = Take();
            if (documents.Count == 0)
                continue;
            _inWork.TryAdd(documents, true);
            StagedDocuments? staged = null;
            try
            {
                staged = new(await FetchAsync(documents, cancellationToken), documents);
                await _staged.Writer.WriteAsync(staged, cancellationToken);
            }
            catch
            {
                if (staged is not null)
                    await GiveUpAsync(staged);
                else
                    Park(documents);
                throw;
            }
        }
    }

    private List<RoutedDocument> Take()
    {
        var documents = new List<RoutedDocument>();
        for (long bytes = 0; documents.Count < context.Parts.Concurrency.BatchSize && bytes < BatchBytes && queue.TryRead(out var document); bytes += document.Size)
            documents.Add(document);
        hasRoom();
        return documents;
    }

    private async Task<StagingBatch> FetchAsync(List<RoutedDocument> documents, CancellationToken cancellationToken)
    {
        var since = context.Parts.Time.GetTimestamp();
        var outage = new Outage(context.Mode, context.Parts.Time);
        while (true)
        {
            await context.Announcement.AcceptedAsync(cancellationToken);
            var slot = await context.Downloads.TakeAsync(cancellationToken);
            _slots.TryAdd(slot, true);
            StagingBatch? batch = null;
            try
            {
                batch = root.OpenBatch(documents[^1].Version, [.. documents.Select(d => d.Set)]);
                outage.Asking();
                await context.Parts.Source.FetchAsync(batch.Requests, batch, cancellationToken);
                HasFetched = true;
                await batch.FlushAsync(cancellationToken);
                return Interlocked.Exchange(ref batch, null)!;
            }
            catch (SourceException e) when (batch is not null && (e.Failure == SourceFailure.Refused || IsItsContents(e, outage.Failures + 1, since)))
            {
                // What did not arrive defers its own set; the others travel.
                FetchRefused(context.Logger, context.Parts.Source.Name, e.Message);
                foreach (var request in batch.Requests)
                    await batch.UnavailableAsync(request, e.Message, Absence.Passing, cancellationToken);
                await batch.FlushAsync(cancellationToken);
                return Interlocked.Exchange(ref batch, null)!;
            }
            catch (SourceException e) when (outage.MayWait(e))
            {
                if (outage.Failures == 0)
                    FetchWaits(context.Logger, documents.Count, context.Parts.Source.Name, e.Message);
                await outage.WaitAsync(e, cancellationToken);
            }
            finally
            {
                _slots.TryRemove(slot, out _);
                slot.Dispose();
                if (batch is not null)
                    await batch.DisposeAsync();
            }
        }
    }

    /// <summary>Whether it is these contents that cannot be had: the source itself has answered since they were first asked for.</summary>
    private bool IsItsContents(SourceException failure, int failures, long since) =>
        failure.Failure == SourceFailure.Unavailable && failures >= Tries && context.Announcement.LastAccepted > since;

    /// <summary>A root may fail outside of publishing too; then nobody would come by to open it again.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (root.Standing.IsReady)
            await Task.Delay(LookEvery, context.Parts.Time, cancellationToken);
        _staged.Writer.TryComplete();
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        while (root.Standing.IsReady && await _staged.Reader.WaitToReadAsync(cancellationToken))
        {
            while (root.Standing.IsReady && _staged.Reader.TryRead(out var next))
            {
                var done = false;
                try
                {
                    using var permission = await context.Announcement.MayPublishAsync(cancellationToken);
                    var byKey = next.Documents.ToDictionary(d => d.Set.Key);
                    var outcome = await root.PublishAsync(next.Batch, (sets, _) => ValueTask.FromResult<IReadOnlyList<Rerouted>>([.. sets.Select(s => context.RouteAgain(byKey[s.Key]))]), cancellationToken);
                    done = true;
                    if (root.Standing.IsReady)
                        published();
                    await new LaneResults(root, context).ApplyAsync(outcome.Results, byKey, CancellationToken.None);
                    _held.RemoveAll(h => h.IsCompletedSuccessfully);
                    if (!outcome.Held.IsCompletedSuccessfully || outcome.Held.Result.Count > 0)
                        _held.Add(GuardAsync(ApplyHeldAsync(outcome.Held, byKey), CancellationToken.None));
                }
                finally
                {
                    _inWork.TryRemove(next.Documents, out _);
                    if (done)
                        await next.Batch.DisposeAsync();
                    else
                        await GiveUpAsync(next);
                }
            }
        }
    }

    private async Task ApplyHeldAsync(Task<IReadOnlyList<SetResult>> held, Dictionary<SetKey, RoutedDocument> byKey) =>
        await new LaneResults(root, context).ApplyAsync(await held, byKey, CancellationToken.None);

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = settled.Next;
            await root.CloseAsync(cancellationToken);
            await next.WaitAsync(cancellationToken);
        }
    }

    private async Task GiveUpAsync(StagedDocuments staged)
    {
        await staged.Batch.DisposeAsync();
        Park(staged.Documents);
    }

    private void Park(IReadOnlyList<RoutedDocument> documents)
    {
        _inWork.TryRemove(documents, out _);
        context.Outcomes.Park(documents.Select(d => d.Entry));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} documents wait for their contents from {Source}: {Problem}")]
    private static partial void FetchWaits(ILogger logger, int count, string source, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} refuses contents: {Problem}")]
    private static partial void FetchRefused(ILogger logger, string source, string problem);
}
