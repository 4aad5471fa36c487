using Synqup.Sdk;

namespace Synqup.Core.Routing;

/// <summary>A document's folder as the accounting package sees it and as the agent reaches it, or why there is none.</summary>
internal sealed record FolderPlace(DeliveryFolder? Folder, string LocalRoot, bool HasVariables, string? Problem)
{
    public string ShownFolder { get; } = Folder?.ToString() ?? "";

    /// <summary>
    /// Compared without case to tell whether two customers share a folder: with one kind of separator, and wherever the root ends and
    /// the variables begin.
    /// </summary>
    public string LocalFolder { get; } = Folder is null ? "" : string.Join('/', [Separated(LocalRoot).TrimEnd('/'), .. Folder.Segments]);

    // On Unix a backslash may stand in a name, but then the path is not one of another form.
    private static string Separated(string root) => root.StartsWith('/') ? root : root.Replace('\\', '/');

    public static FolderPlace None(string problem) => new(null, "", false, problem);
}
