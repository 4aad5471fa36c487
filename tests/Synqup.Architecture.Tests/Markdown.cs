using System.Text.RegularExpressions;

namespace Synqup.Architecture.Tests;

/// <summary>What the documentation tells its readers to type and where it sends them.</summary>
internal static partial class Markdown
{
    /// <summary>Every page of the repository, relative to its root.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(page => !page.Split('/').Any(folder => folder is "bin" or "obj" or "artifacts" or "node_modules"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The lines of a page's shell blocks, without comments.</summary>
    public static IReadOnlyList<string> CommandsOf(string page) =>
    [
        .. ShellBlock().Matches(File.ReadAllText(Repository.At(page)))
            .SelectMany(block => block.Groups["lines"].Value.Split('\n'))
            .Select(line => Comment().Replace(line, "").Trim())
            .Where(line => line.Length > 0),
    ];

    /// <summary>The targets of a page's links to files of the repository.</summary>
    public static IReadOnlyList<string> LinksOf(string page) =>
    [
        .. Link().Matches(File.ReadAllText(Repository.At(page))).Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)),
    ];

    /// <summary>Every mention of a target of the build, in prose too.</summary>
    public static IEnumerable<string> TargetsOf(string page)
        => Target().Matches(File.ReadAllText(Repository.At(page))).Select(target => target.Groups["name"].Value);

    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("--target=(?<name>[A-Za-z]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Target();
}
