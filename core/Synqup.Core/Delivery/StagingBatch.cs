using Synqup.Core.Sources;

namespace Synqup.Core.Delivery;

/// <summary>Sets of one root while their contents arrive. Nothing binds yet; dispose one that is not published.</summary>
internal sealed class StagingBatch : IPartReceiver, IAsyncDisposable
{
    /// <summary>What to fetch into this batch, in the order of the sets.</summary>
    public IReadOnlyList<PartRequest> Requests => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task ReceiveAsync(PartRequest part, Stream content, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task UnavailableAsync(PartRequest part, string reason, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Makes what arrived durable; a part that did not arrive defers its set. Never throws for a disk's sake: what failed is in the results of publishing.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Removes what was staged and not published.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
