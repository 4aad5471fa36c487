using Synqup.Sdk;

namespace Synqup.Core.Routing;

/// <summary>A document's folder as the accounting package sees it and as the agent reaches it, or why there is none.</summary>
internal sealed record FolderPlace(DeliveryFolder? Folder, string LocalRoot, bool HasVariables, string? Problem)
{
    public string ShownFolder { get; } = Folder?.ToString() ?? "";

    /// <summary>Compared without case to tell whether two customers share a folder.</summary>
    public string LocalFolder { get; } = Folder is null ? "" : string.Join('/', [LocalRoot, .. Folder.Segments]);

    public static FolderPlace None(string problem) => new(null, "", false, problem);
}
