using Synqup.Chaos.Disk;
using Synqup.Chaos.Portal;

namespace Synqup.Chaos.Worlds;

/// <summary>What was seen of one delivery of one document.</summary>
internal sealed class Story(PortalDocument document)
{
    public PortalDocument Document => document;

    /// <summary>In the order in which they have to become visible.</summary>
    public IReadOnlyList<PartStory> Parts { get; } = [.. document.Contents.Select((content, rank) => new PartStory(content.Key, rank, content.Value))];

    public bool WasAcknowledged { get; set; }

    public override string ToString() => $"document {document.Id}, delivery {document.Delivery}";
}

internal sealed class PartStory(string part, int rank, byte[] content)
{
    public string Part => part;

    public int Rank => rank;

    public byte[] Content => content;

    /// <summary>How many files show it now.</summary>
    public int Visible { get; set; }

    /// <summary>How often the accounting package took it.</summary>
    public int Taken { get; set; }

    /// <summary>Where it was seen last.</summary>
    public (string Path, FileNode File) Place { get; set; }

    public bool WasSeen => Visible + Taken > 0;
}
