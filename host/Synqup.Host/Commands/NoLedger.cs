using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Host.Commands;

/// <summary>For looking at a root while another process has the ledger, or before there is one.</summary>
internal sealed class NoLedger : IBatchLedger
{
    public static NoLedger Instance { get; } = new();

    public Task<RootHistory> ReadRootAsync(string root, CancellationToken cancellationToken) => Task.FromResult(new RootHistory(0, []));

    public Task<IReadOnlyList<DeliveryState?>> StatesAsync(IReadOnlyList<SetRecord> sets, CancellationToken cancellationToken) => throw Unasked();

    public Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken) => throw Unasked();

    public Task SettleAsync(IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken) => throw Unasked();

    public Task<IReadOnlyList<long>> ClosedBatchesAsync(string root, CancellationToken cancellationToken) => throw Unasked();

    public Task ForgetBatchesAsync(string root, IReadOnlyList<long> numbers, CancellationToken cancellationToken) => throw Unasked();

    private static InvalidOperationException Unasked() => new("A root that is only looked at does not deliver.");
}
