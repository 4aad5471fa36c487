using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Sources.Portal.Calls;

/// <summary>The <c>Retry-After</c> header, in seconds or as a date; at most <see cref="AskedPause.Longest"/>.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider time)
    {
        if (response?.Headers.RetryAfter is not { } header)
            return null;
        var delay = header.Delta ?? header.Date - time.GetUtcNow();
        return delay is { } value ? TimeSpan.FromTicks(Math.Clamp(value.Ticks, 0, AskedPause.Longest.Ticks)) : null;
    }
}
