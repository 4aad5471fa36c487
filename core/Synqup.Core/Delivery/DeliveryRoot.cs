using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>
/// One root of deliveries: its marker, its lock, its batches. One object per local path and process. All calls may overlap:
/// batches stage side by side, and publish one after the other.
/// </summary>
internal sealed class DeliveryRoot(RootIdentity identity, IPlatform platform, IBatchLedger ledger, TimeProvider time, ILogger<DeliveryRoot> logger) : IAsyncDisposable
{
    public RootIdentity Identity => identity;

    public RootStanding Standing => throw new NotImplementedException($"{platform} {ledger} {time} {logger}");

    /// <summary>
    /// Takes the lock, reads marker and manifests and settles by the evidence what was publishing. Call it before anything else,
    /// and again, by a ladder, whenever <see cref="Standing"/> is not ready. Throws only for the ledger's sake.
    /// </summary>
    public Task<RootReport> OpenAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A person says that this is the right folder, although it has no marker: marks it.</summary>
    public RootStanding Use() => throw new NotImplementedException();

    /// <summary>A person or the Console says that this agent takes over from the one that marked it.</summary>
    public RootStanding Adopt() => throw new NotImplementedException();

    /// <summary>A person says that the root itself is to be made; marks it too.</summary>
    public RootStanding CreateRoot() => throw new NotImplementedException();

    /// <summary>Writes and removes a file inside <c>.synqup</c>; null when it worked, else the sentence for people.</summary>
    public string? Probe() => throw new NotImplementedException();

    /// <summary>Opens a batch. The root must be ready.</summary>
    /// <param name="configurationVersion">The ETag of the configuration that routed the sets.</param>
    /// <param name="sets">At most a few hundred, of one source, each with a folder below this root.</param>
    public StagingBatch OpenBatch(string configurationVersion, IReadOnlyList<SetPlan> sets) => throw new NotImplementedException();

    /// <summary>
    /// Binds and publishes a flushed batch. Cancelling is looked at before it binds only: from then on the batch is finished. Throws
    /// only for the ledger's sake (then the root has to be opened again) and when cancelled.
    /// </summary>
    public Task<PublishedBatch> PublishAsync(StagingBatch batch, RouteAgain routeAgain, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Publishes quarantined sets under their committed names, after a person looked: what the staged files still allow.</summary>
    public Task<IReadOnlyList<SetOutcome>> ReleaseAsync(IReadOnlyList<SetKey> sets, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Removes the staged files of sets that the ledger says are closed (discarded, replaced), and then every manifest whose sets are all closed; says how many manifests went.</summary>
    public Task<int> CloseAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Waits for what is being published, then gives the lock back.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
