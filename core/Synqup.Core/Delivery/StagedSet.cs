using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Delivery;

/// <summary>A set while its contents arrive.</summary>
internal sealed class StagedSet(SetPlan plan, string relative)
{
    /// <summary>Changes when routing once more gives other names.</summary>
    public SetPlan Plan { get; set; } = plan;

    /// <summary>The target folder relative to the root.</summary>
    public string Relative => relative;

    public TargetFolder? Folder { get; set; }

    public required IReadOnlyList<StagedPart> Files { get; init; }

    /// <summary>Why it cannot go on now; null while it can.</summary>
    public string? Failure { get; private set; }

    /// <summary>How it ends by <see cref="Failure"/>.</summary>
    public SetEnding FailedEnding { get; private set; } = SetEnding.Deferred;

    /// <summary>What a release of it would meet, where it ends in quarantine.</summary>
    public Obstacle Obstacle { get; private set; }

    /// <summary>A manifest may hold it: from then on its staged files are evidence, and only evidence removes them.</summary>
    public bool IsBound { get; set; }

    /// <summary>The first failure stays.</summary>
    public void Fail(string reason, SetEnding ending = SetEnding.Deferred, Obstacle obstacle = Obstacle.None)
    {
        if (Failure is null)
            (Failure, FailedEnding, Obstacle) = (reason, ending, obstacle);
    }

    public static string RelativeOf(DeliveryPlan plan) => string.Join('/', plan.Files[0].Path.Folder.Segments);
}

/// <summary>One file of a set that is being staged.</summary>
internal sealed class StagedPart(PartDescription part)
{
    private static readonly PartDescription Nothing = new(PlannedFile.DonePart, "application/octet-stream", 0, ContentHash.OfNothing);

    public PartDescription Part => part;

    /// <summary>Whether it is the file that says that the others are there: nobody sends it.</summary>
    public bool IsDone => part == Nothing;

    /// <summary>Its name in the staging folder; null while there is no such file.</summary>
    public string? Name { get; set; }

    /// <summary>Open until it is flushed, where each file is flushed by itself.</summary>
    public IStagedFile? Open { get; set; }

    public bool IsComplete { get; set; }

    public static StagedPart Done() => new(Nothing);

    public void Close()
    {
        var open = Open;
        Open = null;
        open?.Dispose();
    }
}
