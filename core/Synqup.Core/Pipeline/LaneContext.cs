using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;

namespace Synqup.Core.Pipeline;

/// <summary>What all lanes of a pipeline share.</summary>
/// <param name="Backlog">Set when the backlog should be looked at: a lane has room again, or resumes.</param>
/// <param name="RouteAgain">Routes a staged document once more.</param>
internal sealed record LaneContext(
    PipelineParts Parts, RunMode Mode, Announcement Announcement, Outcomes Outcomes, Signal Backlog, Func<RoutedDocument, Rerouted> RouteAgain)
{
    /// <summary>Limits the requests for contents over all lanes.</summary>
    public DownloadSlots Downloads { get; } = new(Parts.Concurrency.Downloads);

    public ILogger<RootLane> Logger { get; } = Parts.Log<RootLane>();
}
