namespace Synqup.Core.Configuration;

/// <summary>A fully qualified path in the form of the system that it was written for, cut into what comparing needs.</summary>
/// <param name="IsWindows">A drive or a share; else it begins with <c>/</c>.</param>
/// <param name="Start"><c>K:</c>, <c>\\server\share</c>, or empty for <c>/</c>.</param>
/// <param name="Segments">The folders behind it.</param>
internal sealed record PathForm(bool IsWindows, string Start, IReadOnlyList<string> Segments)
{
    private const string Relative = "This path is not a whole one.";

    private StringComparison Comparison => IsWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <returns>Null when it is not fully qualified, or climbs; the problem says which.</returns>
    public static PathForm? Parse(string text, out string problem)
    {
        problem = Relative;
        var windows = text.Replace('/', '\\');
        PathForm? form = null;
        if (windows is [_, ':', '\\', ..] or [_, ':'] && char.IsAsciiLetter(windows[0]))
            form = new PathForm(true, windows[..2], Split(windows[2..], '\\'));
        else if (windows.StartsWith(@"\\", StringComparison.Ordinal) && Split(windows, '\\') is [var server and not ("?" or "."), var share, .. var rest])
            form = new PathForm(true, $@"\\{server}\{share}", rest);
        else if (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal))
            form = new PathForm(false, "", Split(text, '/'));
        if (form?.Segments.Any(segment => segment is "." or "..") != true)
            return form;
        problem = "This path has . or .. in it.";
        return null;
    }

    /// <summary>Whether a path is this one or below it.</summary>
    public bool Holds(PathForm path) =>
        IsWindows == path.IsWindows && Start.Equals(path.Start, Comparison) && Segments.Count <= path.Segments.Count
        && Segments.Zip(path.Segments).All(pair => pair.First.Equals(pair.Second, Comparison));

    public PathForm Below(IEnumerable<string> segments) => this with { Segments = [.. Segments, .. segments] };

    /// <summary>Drives and <c>/</c> end with a separator, nothing else does.</summary>
    public override string ToString()
    {
        var separator = IsWindows ? "\\" : "/";
        var isShare = Start.StartsWith(@"\\", StringComparison.Ordinal);
        return Segments.Count == 0 && isShare ? Start : Start + separator + string.Join(separator, Segments);
    }

    private static string[] Split(string text, char separator) => text.Split(separator, StringSplitOptions.RemoveEmptyEntries);
}
