using Synqup.Core.Sources.Portal.Failures;

namespace Synqup.Core.Sources.Portal.Limits;

/// <summary>Leaves the Console alone as long as it asked for, whichever call it was that it answered so.</summary>
/// <param name="group">What the pause of one call holds back.</param>
/// <param name="patience">The longest that is waited for here; a longer one is handed to the caller.</param>
internal sealed class AskedPauseHandler(AskedPause asked, PortalFailures failures, string group, TimeSpan patience, TimeProvider time) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<string> Group = new("Synqup.Group");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // An overload that documents make does not silence the agent.
        var of = request.IsHeartbeat() ? "heartbeat" : group;
        request.Options.Set(Group, of);
        for (var left = asked.Left(of); left > TimeSpan.Zero; left = asked.Left(of))
        {
            if (left > patience)
                throw failures.LeftAlone(left);
            await Task.Delay(left, time, cancellationToken);
        }
        return await base.SendAsync(request, cancellationToken);
    }

    public static string? GroupOf(HttpRequestMessage request) => request.Options.TryGetValue(Group, out var group) ? group : null;
}
