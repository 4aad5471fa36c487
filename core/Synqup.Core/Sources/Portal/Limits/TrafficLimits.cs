using System.Globalization;
using Synqup.Core.Configuration;

namespace Synqup.Core.Sources.Portal.Limits;

/// <summary>Holds all connections of the agent together to what its settings allow at this hour.</summary>
internal sealed class TrafficLimits(IReadOnlyList<LimitWindow> windows, TimeProvider time) : IDisposable
{
    /// <summary>So often a wait looks whether its limit still holds.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    /// <summary>For so long after the last wait a limit counts as holding something back: between two waits something passes.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Pace _requests = new(time);
    private readonly Pace _bytes = new(time);
    private volatile Held? _held;

    public bool Any => windows.Count > 0;

    /// <summary>Which limit has made something wait just now; null when none has.</summary>
    public string? HeldBack => _held is { } held && time.GetElapsedTime(held.At) < Remembered ? held.Sentence : null;

    /// <summary>Waits until a request may be made: evenly, so that in no minute there are more than allowed, and in the order of asking.</summary>
    public async ValueTask RequestAsync(CancellationToken cancellationToken)
    {
        if (!Any)
            return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var holding = Strictest(w => w.RequestsPerMinute);
                var wait = _requests.Take(holding?.Limit / 60.0, most: 1, amount: 1);
                if (wait == TimeSpan.Zero)
                    return;
                await HoldAsync(wait, holding!.Value, "requests a minute", cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A request was made once more, without asking.</summary>
    public void Requested() => _requests.Owe(1);

    /// <summary>Waits until something of a content may be read.</summary>
    /// <returns>How much at most, so that it flows instead of coming in lumps.</returns>
    public async ValueTask<int> RoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var holding = Strictest(w => w.BytesPerSecond);
            var wait = _bytes.Take(holding?.Limit, most: holding?.Limit ?? 0, amount: 0);
            if (wait == TimeSpan.Zero)
                return holding is { Limit: var limit } ? limit / 4 : int.MaxValue;
            await HoldAsync(wait, holding!.Value, "bytes a second", cancellationToken);
        }
    }

    /// <summary>So much of a content was read.</summary>
    public void Received(int bytes) => _bytes.Owe(bytes);

    public void Dispose() => _turn.Dispose();

    private Task HoldAsync(TimeSpan wait, (LimitWindow Window, int Limit) holding, string of, CancellationToken cancellationToken)
    {
        var until = holding.Window.From == holding.Window.To ? "" : $" (until {holding.Window.To:HH\\:mm})";
        _held = new(time.GetTimestamp(), string.Create(CultureInfo.InvariantCulture, $"The settings' limit of {holding.Limit:N0} {of}{until} holds documents back."));
        return Task.Delay(wait < LookEvery ? wait : LookEvery, time, cancellationToken);
    }

    private (LimitWindow Window, int Limit)? Strictest(Func<LimitWindow, int?> limit)
    {
        var now = time.GetLocalNow().DateTime;
        var holding = windows.Where(w => limit(w) is not null && w.Contains(now)).MinBy(limit);
        return holding is null ? null : (holding, limit(holding)!.Value);
    }

    private sealed record Held(long At, string Sentence);
}
