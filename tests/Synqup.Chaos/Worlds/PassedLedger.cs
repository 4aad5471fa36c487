using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Chaos.Worlds;

/// <summary>Passes everything on; who comes in between overrides what he changes.</summary>
internal abstract class PassedLedger(IBatchLedger inner) : IBatchLedger
{
    protected IBatchLedger Inner => inner;

    public Task<RootHistory> ReadRootAsync(string root, CancellationToken cancellationToken) => inner.ReadRootAsync(root, cancellationToken);

    public virtual Task<RootHistory> EnterRootAsync(string root, string shown, string marker, CancellationToken cancellationToken) => inner.EnterRootAsync(root, shown, marker, cancellationToken);

    public Task<string?> FindRootAsync(string marker, CancellationToken cancellationToken) => inner.FindRootAsync(marker, cancellationToken);

    public Task<IReadOnlyList<DeliveryState?>> StatesAsync(IReadOnlyList<SetRecord> sets, CancellationToken cancellationToken) => inner.StatesAsync(sets, cancellationToken);

    public virtual Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken) => inner.PublishingAsync(batch, cancellationToken);

    public virtual Task SettleAsync(IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken) => inner.SettleAsync(outcomes, cancellationToken);

    public Task<IReadOnlyList<long>> ClosedBatchesAsync(string root, CancellationToken cancellationToken) => inner.ClosedBatchesAsync(root, cancellationToken);

    public Task<bool> DivergedAsync(Divergence divergence, CancellationToken cancellationToken) => inner.DivergedAsync(divergence, cancellationToken);

    public Task ForgetBatchesAsync(string root, IReadOnlyList<long> numbers, CancellationToken cancellationToken) => inner.ForgetBatchesAsync(root, numbers, cancellationToken);
}
