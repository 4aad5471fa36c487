namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>Waits longer with each try, and never as long as another agent does.</summary>
internal static class Backoff
{
    public static Task WaitAsync(int tries, PortalTimings timings, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(timings.FirstDelay * Math.Pow(2, tries - 1) * (0.5 + Random.Shared.NextDouble()), time, cancellationToken);
}
