using System.Threading.Channels;
using Synqup.Core.Ledger;

namespace Synqup.Core.Pipeline;

/// <summary>Takes up what the ledger knows and nobody works on: after a start, when a retry is due, when what something waited for has changed.</summary>
internal sealed class BacklogStage(string source, DeliveryLedger ledger, ConfigurationFeed configuration, InFlight inFlight, Signal nudge, TimeProvider time)
{
    private const int PageSize = 500;

    /// <summary>Unroutable entries are looked at this often, so that they are reported soon after the hour that they may wait.</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(10);

    /// <summary>Many changes at once are one walk.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset _walked;

    /// <summary>Walks over everything that is due now.</summary>
    /// <returns>How many entries it handed on.</returns>
    public async Task<int> DrainAsync(ChannelWriter<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var handedOn = 0;
        _walked = time.GetUtcNow();
        for (long afterId = 0; ;)
        {
            var busy = inFlight.Snapshot();
            var page = await ledger.DueAsync(source, _walked, afterId, PageSize, cancellationToken);
            if (page.Count == 0)
                return handedOn;
            afterId = page[^1].Id;
            // All at once, before the first one waits for room: what was read must not grow old.
            foreach (var entry in page.Where(e => !busy.Contains(e.Id) && inFlight.TryAdd(e.Id)).ToList())
            {
                await entries.WriteAsync(entry, cancellationToken);
                handedOn++;
            }
        }
    }

    /// <summary>Walks whenever something becomes due, until cancelled.</summary>
    public async Task RunAsync(ChannelWriter<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        for (var swept = time.GetTimestamp(); ;)
        {
            var (changed, nudged, freed) = (ledger.DueChanged(source), nudge.Next, configuration.OtherFoldersChanged);
            var walked = time.GetUtcNow();
            await DrainAsync(entries, cancellationToken);
            if (time.GetElapsedTime(swept) >= Sweep)
            {
                swept = time.GetTimestamp();
                await ledger.ReleaseUnroutableAsync(source, cancellationToken);
            }
            await Task.Delay(Rest, time, cancellationToken);
            await AnyAsync(await PauseAsync(swept, walked, cancellationToken), [changed, nudged, freed], cancellationToken);
            if (freed.IsCompleted)
                await ledger.ReleaseUnroutableAsync(source, cancellationToken);
        }
    }

    private async Task<TimeSpan> PauseAsync(long swept, DateTimeOffset walked, CancellationToken cancellationToken)
    {
        var untilSweep = Sweep - time.GetElapsedTime(swept);
        var untilDue = await ledger.NextDueAsync(source, walked, cancellationToken) - time.GetUtcNow() ?? untilSweep;
        var pause = untilDue < untilSweep ? untilDue : untilSweep;
        return pause > TimeSpan.Zero ? pause : TimeSpan.Zero;
    }

    private async Task AnyAsync(TimeSpan pause, Task[] signals, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny([.. signals, time.PauseAsync(pause, timer.Token)]);
        await timer.CancelInOrderAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
