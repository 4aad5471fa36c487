using System.Text.RegularExpressions;

namespace Synqup.EndToEnd.Tests;

/// <summary>A call of the system that succeeded, as strace wrote it.</summary>
/// <param name="Arguments">With the path of each open file.</param>
/// <param name="Start">Its place among the starts and ends of all calls.</param>
internal sealed partial record SystemCall(string Name, string Arguments, int Start, int End)
{
    public bool IsRename => Name.StartsWith("rename", StringComparison.Ordinal);

    /// <summary>The paths that it was called with.</summary>
    public IReadOnlyList<string> Paths => [.. Quoted().Matches(Arguments).Select(match => match.Groups["path"].Value)];

    public bool Names(string text) => Arguments.Contains(text, StringComparison.Ordinal);

    /// <summary>Whether it is about this open file or folder.</summary>
    public bool IsOf(string path) => Names($"<{path}>");

    /// <summary>Reads what <c>strace -f -y -o</c> wrote. Calls of several threads overlap: then start and end are two lines.</summary>
    public static IReadOnlyList<SystemCall> Parse(IReadOnlyList<string> lines)
    {
        var calls = new List<SystemCall>();
        var open = new Dictionary<string, SystemCall>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (Whole().Match(lines[at]) is { Success: true } whole)
                calls.Add(new SystemCall(whole.Groups["name"].Value, whole.Groups["arguments"].Value, at, at));
            else if (Unfinished().Match(lines[at]) is { Success: true } start)
                open[start.Groups["thread"].Value] = new SystemCall(start.Groups["name"].Value, start.Groups["arguments"].Value, at, at);
            else if (Resumed().Match(lines[at]) is { Success: true } end && open.Remove(end.Groups["thread"].Value, out var call))
                calls.Add(call with { End = at });
        }

        return [.. calls.OrderBy(call => call.End)];
    }

    [GeneratedRegex("\"(?<path>[^\"]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<arguments>.*)\) += \d+")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<arguments>.*) <unfinished \.\.\.>$")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. \w+ resumed>.*\) += \d+")]
    private static partial Regex Resumed();
}
