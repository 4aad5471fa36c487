namespace Synqup.Core.Sources.Portal.Limits;

/// <summary>Lets a call wait until it may be made. Not a heartbeat: an agent that is held back still lives.</summary>
internal sealed class LimitHandler(TrafficLimits limits) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.IsHeartbeat())
            await limits.RequestAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
