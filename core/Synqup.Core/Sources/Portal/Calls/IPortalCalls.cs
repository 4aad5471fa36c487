using Refit;
using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Sources.Portal.Calls;

/// <summary>Calls that are answered at once, with JSON.</summary>
internal interface IPortalCalls
{
    [Put("/api/v1/agents/self")]
    Task<HeartbeatAnswer> HeartbeatAsync([Body] Heartbeat heartbeat, [Property(HeartbeatMark.Option)] bool isHeartbeat, CancellationToken cancellationToken);

    /// <summary>200 with a new ETag, or 304.</summary>
    [Get("/api/v1/configuration")]
    Task<HttpResponseMessage> GetConfigurationAsync([Header("If-None-Match")] string? etag, CancellationToken cancellationToken);

    [Get("/api/v1/deliveries")]
    Task<DeliveredPage> DeliveredAsync(long after, int limit, CancellationToken cancellationToken);

    [Post("/api/v1/acknowledgements")]
    Task<AcknowledgementResults> AcknowledgeAsync([Body] AcknowledgementBatch batch, CancellationToken cancellationToken);

    [Post("/api/v1/documents/{id}/redelivery")]
    Task<RedeliveryAnswer> RedeliverAsync(string id, [Body] RedeliveryRequest request, CancellationToken cancellationToken);
}
