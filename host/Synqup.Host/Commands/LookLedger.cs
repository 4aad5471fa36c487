using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Host.Commands;

/// <summary>For looking at a root, also while an agent works with the ledger, or before there is one.</summary>
/// <param name="queries">Null before there is one.</param>
internal sealed class LookLedger(LedgerQueries? queries) : IBatchLedger, IDisposable
{
    /// <summary>Null before there is one.</summary>
    public LedgerQueries? Queries => queries;

    /// <exception cref="LedgerException">There is a ledger, and it cannot be read.</exception>
    public static async Task<LookLedger> OpenAsync(string path, CancellationToken cancellationToken)
    {
        LostLedger.Check(path);
        return new(LedgerFile.IsThere(path) ? await LedgerQueries.OpenAsync(path, cancellationToken) : null);
    }

    public Task<RootHistory> ReadRootAsync(string root, CancellationToken cancellationToken) =>
        queries?.RootAsync(root, cancellationToken) ?? Task.FromResult(new RootHistory(0, []));

    public Task<RootHistory> EnterRootAsync(string root, string shown, string marker, CancellationToken cancellationToken) => throw Unasked();

    public Task<string?> FindRootAsync(string marker, CancellationToken cancellationToken) =>
        queries?.FindRootAsync(marker, cancellationToken) ?? Task.FromResult<string?>(null);

    public Task<IReadOnlyList<DeliveryState?>> StatesAsync(IReadOnlyList<SetRecord> sets, CancellationToken cancellationToken) => throw Unasked();

    public Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken) => throw Unasked();

    public Task SettleAsync(IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken) => throw Unasked();

    public Task<IReadOnlyList<long>> ClosedBatchesAsync(string root, CancellationToken cancellationToken) => throw Unasked();

    public Task ForgetBatchesAsync(string root, IReadOnlyList<long> numbers, CancellationToken cancellationToken) => throw Unasked();

    public Task<bool> DivergedAsync(Divergence divergence, CancellationToken cancellationToken) => throw Unasked();

    public void Dispose() => queries?.Dispose();

    private static InvalidOperationException Unasked() => new("A root that is only looked at does not deliver.");
}
