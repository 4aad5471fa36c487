using Microsoft.Extensions.Logging;

namespace Synqup.Core.Delivery;

/// <summary>The sets whose files another program holds: tried again for up to a minute while other batches go on.</summary>
internal sealed class HeldSets(IBatchLedger ledger, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Growing, a minute together: virus scanners let go within seconds.</summary>
    private static readonly TimeSpan[] Pauses = [.. new[] { 0.25, 0.75, 1, 2, 4, 8, 14, 30 }.Select(TimeSpan.FromSeconds)];

    private readonly CancellationTokenSource _leaving = new();
    private readonly List<Task> _holding = [];

    /// <param name="whileReady">Runs an action alone with the root; says why it did not, or not to its end, and null when it did.</param>
    /// <param name="cancellationToken">Ends the pauses: each set is tried once more, and is left to the next start if it is held still.</param>
    public Task<IReadOnlyList<SetResult>> Hold(
        BoundBatch batch, IReadOnlyList<BoundSet> sets, RootSession session, Func<Func<Task>, Task<string?>> whileReady, CancellationToken cancellationToken)
    {
        var task = HoldAsync(batch, sets, session, whileReady, cancellationToken);
        lock (_holding)
        {
            _holding.RemoveAll(t => t.IsCompleted);
            _holding.Add(task);
        }
        return task;
    }

    /// <summary>Tries what is held once more, without waiting. What is held still stays as it is: the next start goes on with it, and nobody has to look because the agent was stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelInOrderAsync();
        Task[] holding;
        lock (_holding)
            holding = [.. _holding];
        await Task.WhenAll(holding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task<IReadOnlyList<SetResult>> HoldAsync(
        BoundBatch batch, IReadOnlyList<BoundSet> sets, RootSession session, Func<Func<Task>, Task<string?>> whileReady, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _leaving.Token);
        var results = new List<SetResult>();
        var pauses = new Queue<TimeSpan>(Pauses);
        while (sets.Count > 0)
        {
            var isLast = !pauses.TryDequeue(out var pause);
            var isLeaving = !isLast && !await PausedAsync(pause, stop.Token);
            if (await whileReady(async () => sets = await TryAsync(batch, sets, session, isLast, results)) is { } problem)
                return [.. results, .. SetResult.Pending(sets, problem).Where(p => results.All(r => r.Set != p.Set))];
            if (isLeaving)
                return [.. results, .. sets.SelectMany(s => SetResult.Pending([s], DiskFailures.Sentence(s.HeldBy!, s.Record.Files[0].ShownPath)))];
        }
        return results;
    }

    /// <summary>Starts from the evidence, for others may have changed the folder meanwhile.</summary>
    /// <returns>Those that are still held.</returns>
    private async Task<IReadOnlyList<BoundSet>> TryAsync(BoundBatch batch, IReadOnlyList<BoundSet> sets, RootSession session, bool isLast, List<SetResult> results)
    {
        session.Verify();
        var causes = sets.ToDictionary(s => s, s => s.HeldBy!);
        var resolved = await new Resolution(session, ledger, logger).ResolveAsync(batch, sets);
        results.AddRange(resolved.Settled.Where(s => s.Plan is not null).Select(SetResult.Of));
        if (resolved.Waiting.Count > 0)
            session.Waiting.Add((batch, [.. resolved.Waiting.Select(w => w.Set)]));
        results.AddRange(resolved.Waiting.SelectMany(w => SetResult.Pending([w.Set], w.Cause)));
        if (!isLast || resolved.Held.Count == 0)
            return resolved.Held;
        foreach (var set in resolved.Held)
        {
            var visible = set.VisibleNames.Any() ? Publication.Visible(set) + " " : "";
            set.NeedsPerson($"{visible}{DiskFailures.Sentence(set.HeldBy ?? causes[set], set.Record.Files.Where((_, i) => !set.Placed[i]).First().ShownPath)} Then say {Remedy.Release(set.Record.DocumentId)}.");
        }
        await new Publication(session, ledger, logger).SettleAsync(batch, resolved.Held);
        results.AddRange(resolved.Held.Where(s => s.Plan is not null).Select(SetResult.Of));
        return [];
    }

    private async Task<bool> PausedAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
