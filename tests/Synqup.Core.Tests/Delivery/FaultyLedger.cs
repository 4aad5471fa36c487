using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Delivery;

/// <summary>A ledger whose calls can fail, before or after the commit.</summary>
internal sealed class FaultyLedger(IBatchLedger inner) : IBatchLedger
{
    public string? FailBefore { get; set; }

    /// <summary>Called before and after each call, with a name for which of the two it is.</summary>
    public Action<string>? Hook { get; set; }

    public Task<RootHistory> ReadRootAsync(string root, CancellationToken cancellationToken) => Call("ReadRoot", () => inner.ReadRootAsync(root, cancellationToken));

    public Task<RootHistory> EnterRootAsync(string root, string shown, string marker, CancellationToken cancellationToken) => Call("EnterRoot", () => inner.EnterRootAsync(root, shown, marker, cancellationToken));

    public Task<string?> FindRootAsync(string marker, CancellationToken cancellationToken) => Call("FindRoot", () => inner.FindRootAsync(marker, cancellationToken));

    public Task<IReadOnlyList<DeliveryState?>> StatesAsync(IReadOnlyList<SetRecord> sets, CancellationToken cancellationToken) => Call("States", () => inner.StatesAsync(sets, cancellationToken));

    public Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken) => Call("Publishing", () => inner.PublishingAsync(batch, cancellationToken));

    public Task SettleAsync(IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken) => Call("Settle", async () =>
    {
        await inner.SettleAsync(outcomes, cancellationToken);
        return true;
    });

    public Task<IReadOnlyList<long>> ClosedBatchesAsync(string root, CancellationToken cancellationToken) => Call("Closed", () => inner.ClosedBatchesAsync(root, cancellationToken));

    public Task ForgetBatchesAsync(string root, IReadOnlyList<long> numbers, CancellationToken cancellationToken) => Call("Forget", async () =>
    {
        await inner.ForgetBatchesAsync(root, numbers, cancellationToken);
        return true;
    });

    public Task<bool> DivergedAsync(Divergence divergence, CancellationToken cancellationToken) => Call("Diverged", () => inner.DivergedAsync(divergence, cancellationToken));

    private async Task<T> Call<T>(string name, Func<Task<T>> call)
    {
        if (name == FailBefore)
            throw new LedgerException("The ledger failed.");
        Hook?.Invoke("before " + name);
        var result = await call();
        Hook?.Invoke("after " + name);
        return result;
    }
}
