namespace Synqup.Core.Configuration;

/// <summary>How paths as the accounting package sees them are reached from this machine.</summary>
internal sealed class PathMappings
{
    public static PathMappings None { get; } = new();

    /// <summary>The local path of a folder or file of a template.</summary>
    /// <param name="path">Fully qualified: <c>K:\…</c>, <c>\\server\share\…</c> or <c>/…</c>.</param>
    /// <returns>The path here; or the sentence that says why it cannot be reached and which line to write.</returns>
    public LocalPath Resolve(string path) => throw new NotImplementedException();
}

/// <summary>A path on this machine, or why there is none. Exactly one of the two is there.</summary>
internal sealed record LocalPath(string? Path, string? Problem);
