using Synqup.Core.Sources.Portal.Identity;

namespace Synqup.Core.Sources.Portal.Calls;

/// <summary>Every call says which instance it comes from.</summary>
internal sealed class InstanceHandler(InstanceIdentity identity) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Add(PortalHeaders.Instance, identity.Id);
        return base.SendAsync(request, cancellationToken);
    }
}
