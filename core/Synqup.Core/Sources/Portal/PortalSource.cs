using System.Net;
using System.Text.Json;
using Synqup.Core.Sources.Portal.Calls;
using Synqup.Core.Sources.Portal.Contents;
using Synqup.Core.Sources.Portal.Failures;
using Synqup.Core.Sources.Portal.Identity;

namespace Synqup.Core.Sources.Portal;

/// <summary>A Console behind portal API version 1.</summary>
internal sealed class PortalSource(
    PortalConnection connection, IPortalCalls calls, IPortalListing listing, AcknowledgementSender acknowledgements, ContentFetcher contents, OfferQuestion offers,
    AccessTokens tokens, PortalFailures failures)
    : IDocumentSource
{
    private const int LargestPage = 1000;
    private const int LongestWait = 60;

    public string Name => connection.Name;

    public async Task<HeartbeatAnswer> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.HeartbeatAsync(heartbeat, isHeartbeat: true, cancellationToken);
        }
        catch (SourceException copied) when (copied.Failure == SourceFailure.OtherInstance && tokens.TryReplaceIdentity())
        {
            return await calls.HeartbeatAsync(heartbeat, isHeartbeat: true, cancellationToken);
        }
    }

    public async Task<AgentConfiguration?> GetConfigurationAsync(string? etag, CancellationToken cancellationToken)
    {
        using var response = await calls.GetConfigurationAsync(string.IsNullOrEmpty(etag) ? null : etag, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified)
            return null;
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var configuration = await JsonSerializer.DeserializeAsync(body, PortalJson.Default.AgentConfiguration, cancellationToken);
            return configuration is { Configurations: not null, Customers: not null }
                ? configuration with { ETag = response.Headers.ETag?.ToString() ?? "" }
                : throw new JsonException("The configuration has no list of configurations or customers.");
        }
        catch (JsonException exception)
        {
            throw failures.FromUnreadable(exception);
        }
    }

    public async Task<DocumentPage> ListAsync(long? after, int limit, TimeSpan wait, CancellationToken cancellationToken)
    {
        var seconds = Math.Clamp((int)wait.TotalSeconds, 0, LongestWait);
        var page = await listing.ListAsync(
            after, Math.Clamp(limit, 1, LargestPage), seconds, TimeSpan.FromSeconds(seconds) + connection.Timings.Answer, cancellationToken);
        return page.Items is not null ? page : throw failures.FromUnreadable(new JsonException("The page has no items."));
    }

    public Task FetchAsync(IReadOnlyList<PartRequest> parts, IPartReceiver receiver, CancellationToken cancellationToken) =>
        contents.FetchAsync(parts, receiver, cancellationToken);

    public Task<IReadOnlyDictionary<string, Refusal>> RefusedAsync(IReadOnlyList<DocumentDescription> documents, CancellationToken cancellationToken) =>
        offers.RefusedAsync(documents, cancellationToken);

    public async Task<DeliveredPage> DeliveredAsync(long after, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var page = await calls.DeliveredAsync(after, Math.Clamp(limit, 1, LargestPage), cancellationToken);
            return page.Items is not null ? page : throw failures.FromUnreadable(new JsonException("The page has no items."));
        }
        catch (SourceException unknown) when (unknown.Status == (int)HttpStatusCode.NotFound)
        {
            // A Console that is older than this question: what it gives no content of is found one by one.
            return new DeliveredPage([], after);
        }
    }

    public Task<IReadOnlyList<AcknowledgementResult>> AcknowledgeAsync(IReadOnlyList<Acknowledgement> batch, CancellationToken cancellationToken) =>
        acknowledgements.SendAsync(batch, cancellationToken);

    public Task<RedeliveryAnswer> RedeliverAsync(string documentId, long replacesDeliveryNumber, CancellationToken cancellationToken) =>
        calls.RedeliverAsync(documentId, new RedeliveryRequest(replacesDeliveryNumber), cancellationToken);
}
