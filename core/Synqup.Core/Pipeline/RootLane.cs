using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;

namespace Synqup.Core.Pipeline;

/// <summary>
/// Delivers into one root: opens it, by a ladder until it is ready; stages the next batches while one is published; goes offline
/// and resumes by itself, also where it fails only when it is delivered to, hangs, or has no room.
/// </summary>
internal sealed partial class RootLane(DeliveryRoot root, LaneContext context) : IAsyncDisposable
{
    private const int Capacity = 512;

    /// <summary>A batch is published while the next ones arrive.</summary>
    private const int Stagers = 2;

    /// <summary>Without room for so long, documents go back to the ledger instead of holding up those of other roots.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A call that takes longer hangs: flushing a full batch on a slow disk takes less.</summary>
    public static readonly TimeSpan Hangs = TimeSpan.FromSeconds(60);

    /// <summary>How often sets that wait for their folder are looked at.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly Channel<RoutedDocument> _queue = Channel.CreateBounded<RoutedDocument>(Capacity);
    private readonly TaskCompletionSource _opened = OwnOrder.NewCompletion();
    private readonly Signal _settled = new();
    private readonly Signal _room = new();
    private readonly Signal _hung = new();
    private volatile string? _offline;
    private volatile bool _stalled;
    private volatile bool _left;
    private volatile bool _hangs;
    private volatile LaneWork? _work;
    private volatile int _failures;
    private volatile int _broken;
    private volatile bool _full;

    /// <summary>Completes when the root was opened, or could not be, for the first time.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Queues a document.</summary>
    /// <returns>Why the root cannot take it now; null when it was queued, or parked: until there is room, or because the root is left.</returns>
    public async ValueTask<string?> AddAsync(RoutedDocument document, CancellationToken cancellationToken)
    {
        if (_offline is { } problem && !_left)
            return problem;
        if (_queue.Writer.TryWrite(document))
            return null;
        if (!_stalled && await RoomAsync(document, cancellationToken))
            return null;
        _stalled = true;
        context.Outcomes.Park([document.Entry]);
        if (_left)
            context.Backlog.Set();
        return null;
    }

    public string Shown => root.Identity.Shown;

    /// <summary>For how long a call of its disk has not returned.</summary>
    public TimeSpan Silence => root.Silence;

    /// <summary>The source has answered for documents of this root, perhaps.</summary>
    public void Settled() => _settled.Set();

    /// <summary>Works until cancelled; then the batch that is being published is finished first.</summary>
    /// <exception cref="LedgerException">The ledger cannot go on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await context.Announcement.MayFinishAsync(cancellationToken);
        while (true)
        {
            var report = await root.OpenAsync(cancellationToken);
            Show(report);
            _opened.TrySetResult();
            var standing = report.Standing.IsReady ? Space() ?? report.Standing : report.Standing;
            var pause = RetryLadder.Reconnection.After(_failures + 1, context.Parts.Time);
            if (standing.IsReady)
            {
                await ResumeAsync(cancellationToken);
                var work = _work = new LaneWork(root, _queue.Reader, HasRoom, () => Space() is not null, Published, _settled, LookAgainAsync, context);
                await work.RunAsync(Stagers, cancellationToken);
                _work = null;
                standing = root.Standing;
                // What only fails when something is delivered is not tried as often: contents are fetched for it each time.
                if (!standing.IsReady && work.HasFetched)
                    pause = RetryLadder.Destination.After(++_broken, context.Parts.Time);
            }
            if (standing.State is not (RootState.Ready or RootState.Full))
                _failures++;
            await SuspendAsync(standing, pause, cancellationToken);
            await Task.Delay(pause, context.Parts.Time, cancellationToken);
        }
    }

    /// <summary>
    /// Looks whether a call of the disk hangs. Then its documents wait, and whatever else would wait for it goes on without: the call
    /// itself, once it returns, says that the root is back.
    /// </summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var (hung, place) = (_hangs, root.Identity.Shown);
        _hangs = root.Silence >= Hangs;
        if (_hangs)
            _work?.LetOthersFetch();
        if (_hangs && !hung)
        {
            var standing = new RootStandings(root.Identity).Hanging(Hangs);
            context.Parts.Health.Raise("root.hangs", place, HealthSeverity.Error, standing.Problem!, standing.Remedy!);
            _hung.Set();
            _opened.TrySetResult();
            await WaitAsync($"{standing.Problem} {standing.Remedy}", cancellationToken);
            // One pass does not wait for ever: what is on its way into this root counts as what waits for it.
            if (context.Mode == RunMode.OnePass && _work is { } work)
                context.Outcomes.Park(work.InWork.Select(d => d.Entry));
        }
        else if (hung && !_hangs)
        {
            context.Parts.Health.Clear("root.hangs", place);
            if (root.Standing.IsReady)
                await ResumeAsync(cancellationToken);
        }
    }

    /// <summary>Something was published.</summary>
    private void Published()
    {
        _broken = 0;
        Works();
    }

    /// <summary>Something was published, or nothing failed for a while: only now is it certain that a root works again.</summary>
    private void Works()
    {
        _failures = 0;
        context.Parts.Health.Clear("root.offline", root.Identity.Shown);
    }

    public Task CloseBatchesAsync(CancellationToken cancellationToken) =>
        root.Standing.IsReady ? EndsAsync(root.CloseAsync(cancellationToken)) : Task.CompletedTask;

    /// <summary>Publishes what a person released, where this agent may publish at all.</summary>
    public async Task<ReleaseReport> ReleaseAsync(IReadOnlyList<SetKey> sets, CancellationToken cancellationToken)
    {
        if (context.Announcement.Standing != Standing.Accepted)
            return ReleaseReport.AllWait(sets, $"{context.Parts.Source.Name} has not accepted this agent yet since it started.");
        var released = root.ReleaseAsync(sets, cancellationToken);
        if (!await EndsAsync(released))
            return ReleaseReport.AllWait(sets, new RootStandings(root.Identity).Hanging(Hangs).Problem!);
        var report = await released;
        context.Parts.Progress.Delivered(report.Settled.Count(s => s.State == DeliveryState.Delivered));
        return report;
    }

    /// <summary>Removes what sets have staged that a person settled.</summary>
    public async Task LetGoAsync(IReadOnlyList<SetKey> sets)
    {
        await EndsAsync(root.LetGoAsync(sets));
        Settled();
    }

    /// <summary>Takes no documents any more; those that are queued are routed anew.</summary>
    public void Leave()
    {
        _left = true;
        _queue.Writer.TryComplete();
        _room.Set();
        _opened.TrySetResult();
    }

    /// <summary>Once it has been left, nothing about this root is a problem of this agent.</summary>
    public void Forget()
    {
        foreach (var code in new[] { "root.offline", "root.waiting", "root.hangs" })
            context.Parts.Health.Clear(code, root.Identity.Shown);
        context.Parts.Space?.Forget(root.Identity.Shown);
    }

    public async ValueTask DisposeAsync()
    {
        Leave();
        while (_queue.Reader.TryRead(out var document))
            context.Outcomes.Park([document.Entry]);
        context.Backlog.Set();
        await root.DisposeAsync();
    }

    /// <summary>Sets whose folders could not be read stay as they are until they can.</summary>
    private async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        while (root.Standing.IsReady)
        {
            await Task.Delay(LookEvery, context.Parts.Time, cancellationToken);
            Show(await root.OpenAsync(cancellationToken));
            if (root.Standing.IsReady && Space() is null)
                Works();
        }
    }

    private async Task<bool> RoomAsync(RoutedDocument document, CancellationToken cancellationToken)
    {
        var deadline = context.Parts.Time.PauseAsync(Patience, cancellationToken);
        while (true)
        {
            var room = _room.Next;
            if (_offline is not null || _left || deadline.IsCompleted)
                return false;
            if (_queue.Writer.TryWrite(document))
                return true;
            await Task.WhenAny(room, deadline);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void HasRoom()
    {
        _room.Set();
        if (_stalled && _queue.Reader.Count < Capacity / 2)
        {
            _stalled = false;
            context.Backlog.Set();
        }
    }

    /// <summary>Why there is no room; null when there is. The agent's other roots may have some.</summary>
    private RootStanding? Space()
    {
        var full = context.Parts.Space?.Look(root.Identity.Shown, () => root.Space);
        if (full is null && _full)
            Works();
        _full = full is not null;
        return full;
    }

    /// <summary>Whether something that the root does ended, and was not left to itself because the root hangs.</summary>
    private async Task<bool> EndsAsync(Task work)
    {
        for (var hung = _hung.Next; !work.IsCompleted; hung = _hung.Next)
        {
            if (_hangs)
                return false;
            await Task.WhenAny(work, hung);
        }
        await work;
        return true;
    }

    /// <param name="pause">After which it is tried again.</param>
    private async Task SuspendAsync(RootStanding standing, TimeSpan pause, CancellationToken cancellationToken)
    {
        if (standing.IsReady)
            return;
        var remedy = pause < TimeSpan.FromSeconds(30) ? standing.Remedy! : $"{standing.Remedy} Next try: {context.Parts.Time.GetUtcNow() + pause:HH:mm} UTC, or when the agent is started again.";
        context.Parts.Health.Raise("root.offline", root.Identity.Shown, HealthSeverity.Error, standing.Problem!, remedy);
        await WaitAsync($"{standing.Problem} {standing.Remedy}", cancellationToken);
    }

    private async Task WaitAsync(string reason, CancellationToken cancellationToken)
    {
        if (_offline is null)
            Offline(context.Logger, root.Identity.Shown, reason);
        _offline = reason;
        List<(LedgerEntry, string)> waiting = [];
        while (_queue.Reader.TryRead(out var document))
            waiting.Add((document.Entry, reason));
        _room.Set();
        await context.Outcomes.WaitAsync(waiting, root.Identity.Shown, passes: true, cancellationToken);
        context.Backlog.Set();
    }

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (_offline is null)
            return;
        _offline = null;
        Online(context.Logger, root.Identity.Shown);
        await context.Parts.Ledger.ReleaseUnroutableAsync(context.Parts.Source.Name, cancellationToken);
    }

    private void Show(RootReport report)
    {
        var place = root.Identity.Shown;
        context.Parts.Progress.Delivered(report.Settled.Count(s => s.State == DeliveryState.Delivered));
        context.Parts.Progress.Quarantined(report.Settled.Count(s => s.State == DeliveryState.Quarantined));
        var unseen = report.Unseen.Count();
        if (report.Settled.Count + report.Adopted + report.PartsRemoved > 0)
            Recovered(context.Logger, place, report.Settled.Count, unseen, report.Adopted, report.PartsRemoved);

        if (report.Standing.IsReady && _failures == 0 && !_full)
            context.Parts.Health.Clear("root.offline", place);
        if (report.Waiting is [var first, ..])
            context.Parts.Health.Raise("root.waiting", place, HealthSeverity.Error,
                $"{(report.Waiting.Count == 1 ? "1 document in" : $"{report.Waiting.Count} documents in")} \"{place}\" wait: {first.Cause}", "They go on by themselves once the folder can be read.");
        else
            context.Parts.Health.Clear("root.waiting", place);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Destination {Destination} is offline: {Reason}")]
    private static partial void Offline(ILogger logger, string destination, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Destination {Destination} is back")]
    private static partial void Online(ILogger logger, string destination);

    [LoggerMessage(Level = LogLevel.Information, Message = "Destination {Destination} after a restart: {Settled} documents settled ({Unseen} taken before they were seen), {Adopted} adopted from manifests, {Removed} staged files removed")]
    private static partial void Recovered(ILogger logger, string destination, int settled, int unseen, int adopted, int removed);
}
