using Synqup.Core.Routing;

namespace Synqup.Core.Pipeline;

/// <summary>
/// Keeps those roots open that the configuration names and those in which this agent has something left to finish. All others it leaves,
/// with their locks: another agent may be meant to deliver there now, or this one by another path.
/// </summary>
internal sealed class RootKeeper(PipelineParts parts, Announcement announcement, RootLanes lanes) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>A share that hangs must not hold up what a new configuration says of the others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Signal _configured = new();
    private readonly DivergenceWatch _divergences = new(parts);

    /// <summary>Opens the roots of a new configuration. The others are left first, since one of them may be the same folder by another path.</summary>
    public async Task ConfiguredAsync(RoutingTable table, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            var named = Named(table);
            await lanes.LeaveOthersAsync([.. named.Select(root => root.Path)], Patience, cancellationToken);
            foreach (var (path, shown) in named)
                lanes.Open(path, shown);
        }
        finally
        {
            _gate.Release();
        }
        _configured.Set();
    }

    /// <summary>Looks until cancelled. A replaced agent gets no configuration any more, but finishes what it began.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_configured.Next, announcement.ReplacedAsync(cancellationToken));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var configured = _configured.Next;
            await LookAsync(cancellationToken);
            await Task.WhenAny(configured, parts.Time.PauseAsync(LookEvery, cancellationToken));
        }
    }

    /// <summary>Opens the roots in which something is left, and leaves those in which nothing is any more.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        // Not before the others were tried: a root that has moved is one of those, as its marker says, and nothing is left at its old path.
        await lanes.OpenedAsync(cancellationToken);
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            var unfinished = await parts.Ledger.Queries.UnfinishedRootsAsync(cancellationToken);
            var named = parts.Configuration.Table is { } table && announcement.Standing != Standing.Replaced ? Named(table) : [];
            await lanes.LeaveOthersAsync([.. named.Concat(unfinished).Select(root => root.Path)], Patience, cancellationToken);
            foreach (var (path, shown) in unfinished)
                lanes.Open(path, shown);
        }
        finally
        {
            _gate.Release();
        }
        await _divergences.LookAsync(cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private static List<(string Path, string Shown)> Named(RoutingTable table) =>
        [.. table.Destinations.SelectMany(d => d.Roots).Where(root => root.Local.Path is not null).Select(root => (root.Local.Path!, root.Shown))];
}
