namespace Synqup.Core.Delivery;

/// <summary>A folder below a root that is there and has a place for staged files.</summary>
/// <param name="Relative">Segments with <c>/</c> between them; empty for the root itself.</param>
/// <param name="Staging">The whole path of its <c>.synqup</c>.</param>
/// <param name="Stamp">Of the staging folder.</param>
internal sealed record TargetFolder(string Relative, string Path, string Staging, FolderStamp Stamp)
{
    /// <summary>Whether its name and those of its parents are known to be durable.</summary>
    public bool IsDurable { get; set; }
}
