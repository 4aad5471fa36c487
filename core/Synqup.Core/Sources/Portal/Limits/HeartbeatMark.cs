namespace Synqup.Core.Sources.Portal.Limits;

/// <summary>Tells heartbeats from all other requests.</summary>
internal static class HeartbeatMark
{
    /// <summary>Key of the request option.</summary>
    public const string Option = "Synqup.Heartbeat";

    private static readonly HttpRequestOptionsKey<bool> Key = new(Option);

    public static bool IsHeartbeat(this HttpRequestMessage request) => request.Options.TryGetValue(Key, out var isHeartbeat) && isHeartbeat;
}
