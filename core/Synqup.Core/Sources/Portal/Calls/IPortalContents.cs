using Refit;

namespace Synqup.Core.Sources.Portal.Calls;

/// <summary>Contents: answers are streams, returned as soon as their headers are here.</summary>
internal interface IPortalContents
{
    [Post("/api/v1/documents/bundle")]
    Task<HttpResponseMessage> BundleAsync([Body] BundleRequest request, CancellationToken cancellationToken);

    [Get("/api/v1/documents/{id}/parts/{part}")]
    Task<HttpResponseMessage> PartAsync(
        string id, string part, long delivery, [Header("Range")] string? range, [Header("If-Range")] string? ifRange, CancellationToken cancellationToken);
}
