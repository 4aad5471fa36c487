using Refit;

namespace Synqup.Core.Sources.Portal.Calls;

/// <summary>The long poll.</summary>
internal interface IPortalListing
{
    /// <param name="allowed">How long the whole answer may take: <paramref name="wait"/> and a margin.</param>
    [Get("/api/v1/documents")]
    Task<DocumentPage> ListAsync(long? after, int limit, int wait, [Property(PortalPipelines.AllowedTime)] TimeSpan allowed, CancellationToken cancellationToken);
}
