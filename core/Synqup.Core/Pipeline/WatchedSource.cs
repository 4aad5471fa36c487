using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Pipeline;

/// <summary>Tells of every call whether the source answered: an outage shows itself long before the next heartbeat.</summary>
internal sealed class WatchedSource(IDocumentSource inner, Announcement announcement) : IDocumentSource
{
    public string Name => inner.Name;

    public Task<HeartbeatAnswer> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.HeartbeatAsync(heartbeat, cancellationToken));

    public Task<AgentConfiguration?> GetConfigurationAsync(string? etag, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.GetConfigurationAsync(etag, cancellationToken));

    public Task<DocumentPage> ListAsync(long? after, int limit, TimeSpan wait, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.ListAsync(after, limit, wait, cancellationToken));

    public Task FetchAsync(IReadOnlyList<PartRequest> parts, IPartReceiver receiver, CancellationToken cancellationToken) =>
        WatchAsync(() => FetchedAsync(parts, receiver, cancellationToken), isContent: true);

    public Task<IReadOnlyDictionary<string, Refusal>> RefusedAsync(IReadOnlyList<DocumentDescription> documents, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.RefusedAsync(documents, cancellationToken));

    public Task<DeliveredPage> DeliveredAsync(long after, int limit, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.DeliveredAsync(after, limit, cancellationToken));

    public Task<IReadOnlyList<AcknowledgementResult>> AcknowledgeAsync(IReadOnlyList<Acknowledgement> batch, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.AcknowledgeAsync(batch, cancellationToken));

    public Task<RedeliveryAnswer> RedeliverAsync(string documentId, long replacesDeliveryNumber, CancellationToken cancellationToken) =>
        WatchAsync(() => inner.RedeliverAsync(documentId, replacesDeliveryNumber, cancellationToken));

    private async Task<bool> FetchedAsync(IReadOnlyList<PartRequest> parts, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        await inner.FetchAsync(parts, receiver, cancellationToken);
        return true;
    }

    /// <param name="isContent">Of one content that the source cannot serve, a status says nothing about the source.</param>
    private async Task<T> WatchAsync<T>(Func<Task<T>> call, bool isContent = false)
    {
        try
        {
            var answer = await call();
            announcement.Answered();
            return answer;
        }
        catch (SourceException e) when (e.Failure == SourceFailure.Unavailable && (e.Status is null || !isContent))
        {
            announcement.Unreachable(e);
            throw;
        }
        catch (SourceException e) when (e.Failure is SourceFailure.Unauthorized or SourceFailure.OtherInstance or SourceFailure.Replaced)
        {
            announcement.Hurry();
            throw;
        }
    }
}
