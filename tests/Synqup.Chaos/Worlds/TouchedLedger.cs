using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Chaos.Worlds;

/// <summary>The ledger of one process: each call of delivery may fail, or be the last one.</summary>
internal sealed class TouchedLedger(IBatchLedger inner, AgentProcess process) : IBatchLedger
{
    public Task<RootHistory> ReadRootAsync(string root, CancellationToken cancellationToken) => CallAsync("ReadRoot", () => inner.ReadRootAsync(root, cancellationToken));

    public Task<RootHistory> EnterRootAsync(string root, string shown, string marker, CancellationToken cancellationToken) =>
        CallAsync("EnterRoot", () => inner.EnterRootAsync(root, shown, marker, cancellationToken));

    public Task<string?> FindRootAsync(string marker, CancellationToken cancellationToken) => CallAsync("FindRoot", () => inner.FindRootAsync(marker, cancellationToken));

    public Task<IReadOnlyList<DeliveryState?>> StatesAsync(IReadOnlyList<SetRecord> sets, CancellationToken cancellationToken) =>
        CallAsync("States", () => inner.StatesAsync(sets, cancellationToken));

    public Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken) =>
        CallAsync("Publishing", () => inner.PublishingAsync(batch, cancellationToken));

    public Task SettleAsync(IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken) => CallAsync("Settle", async () =>
    {
        await inner.SettleAsync(outcomes, cancellationToken);
        return true;
    });

    public Task<IReadOnlyList<long>> ClosedBatchesAsync(string root, CancellationToken cancellationToken) =>
        CallAsync("ClosedBatches", () => inner.ClosedBatchesAsync(root, cancellationToken));

    public Task<bool> DivergedAsync(Divergence divergence, CancellationToken cancellationToken) => CallAsync("Diverged", () => inner.DivergedAsync(divergence, cancellationToken));

    public Task ForgetBatchesAsync(string root, IReadOnlyList<long> numbers, CancellationToken cancellationToken) => CallAsync("Forget", async () =>
    {
        await inner.ForgetBatchesAsync(root, numbers, cancellationToken);
        return true;
    });

    private async Task<T> CallAsync<T>(string call, Func<Task<T>> inner)
    {
        process.Touch("ledger " + call, "", after: false);
        var result = await inner();
        process.Touch("ledger " + call, "", after: true);
        return result;
    }
}
