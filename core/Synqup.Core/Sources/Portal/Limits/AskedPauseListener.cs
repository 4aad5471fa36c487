using System.Net;
using Synqup.Core.Sources.Portal.Calls;

namespace Synqup.Core.Sources.Portal.Limits;

/// <summary>Hears in each answer, also in one after which the call is made again, how long the Console wants to be left alone.</summary>
internal sealed class AskedPauseListener(AskedPause asked, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            && RetryAfter.Of(response, time) is { } pause && AskedPauseHandler.GroupOf(request) is { } group)
            asked.Ask(group, pause);
        return response;
    }
}
