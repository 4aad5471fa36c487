using System.Diagnostics.CodeAnalysis;

namespace Synqup.Sdk;

/// <summary>Takes a template apart into its anchor and its segments. Windows drive, UNC and Unix forms, on every system.</summary>
/// <param name="Anchor">Where the file system begins: <c>C:\</c>, <c>\\server\share</c> or <c>/</c>.</param>
/// <param name="Separator">The separator of that form.</param>
/// <param name="Segments">The names below the anchor, with their variables in brackets.</param>
internal sealed record PathSyntax(string Anchor, char Separator, IReadOnlyList<string> Segments)
{
    private const string Forms = @"Write a full path, such as C:\Winbooks\Data\[accounting_file_id]\inbound, \\server\share\[enterprise_name] or /srv/documents/[enterprise_name].";

    public static bool TryParse(string text, [NotNullWhen(true)] out PathSyntax? path, [NotNullWhen(false)] out string? problem)
    {
        path = null;
        problem = AnchorProblem(text);
        if (problem is not null)
            return false;

        if (text[0] == '/')
        {
            path = new("/", '/', Split(text[1..]));
        }
        else if (text[1] == ':')
        {
            path = new(char.ToUpperInvariant(text[0]) + @":\", '\\', Split(text[3..].Replace('/', '\\')));
        }
        else
        {
            var segments = Split(text[2..].Replace('/', '\\'));
            problem = ShareProblem(text, segments);
            if (problem is not null)
                return false;
            path = new($@"\\{segments[0]}\{segments[1]}", '\\', segments[2..]);
        }

        problem = path.Segments.Contains("") ? $"The path {Quote.Of(text)} has two separators in a row. {Forms}" : null;
        return problem is null;

        string[] Split(string rest) => rest.Length == 0 ? [] : rest.TrimEnd(text[0] == '/' ? '/' : '\\').Split(text[0] == '/' ? '/' : '\\');
    }

    private static string? AnchorProblem(string text)
    {
        var windows = text.Replace('/', '\\');
        if (windows.StartsWith(@"\\?\", StringComparison.Ordinal) || windows.StartsWith(@"\\.\", StringComparison.Ordinal) || windows.StartsWith(@"\??\", StringComparison.Ordinal))
            return $"The path {Quote.Of(text)} is a device path, which is not supported. {Forms}";
        if (text.StartsWith("//", StringComparison.Ordinal))
            return $"The path {Quote.Of(text)} begins with two slashes. {Forms}";
        if (text[0] == '/' || text.StartsWith(@"\\", StringComparison.Ordinal))
            return null;
        if (text[0] == '\\')
            return $"The path {Quote.Of(text)} does not say on which drive or server it is. {Forms}";
        if (text.Length > 1 && char.IsAsciiLetter(text[0]) && text[1] == ':')
        {
            return text.Length > 2 && windows[2] == '\\' ? null
                : $@"The path {Quote.Of(text)} is relative to the current folder of the drive: write {text[..2]}\ at its beginning.";
        }
        return $"The path {Quote.Of(text)} is relative. {Forms}";
    }

    private static string? ShareProblem(string text, string[] segments)
    {
        if (segments.Length < 2 || segments[0].Length == 0 || segments[1].Length == 0)
            return $@"The path {Quote.Of(text)} names no share: write \\server\share\folder.";
        foreach (var name in segments[..2])
        {
            if (name.AsSpan().ContainsAny('[', ']'))
                return $"The path {Quote.Of(text)} has a variable in the name of its server or share: variables are possible below the share only.";
            if (NameRules.ProblemOf(name) is { } broken)
                return $"In the path {Quote.Of(text)} the name {Quote.Of(name)} {broken}.";
        }
        return null;
    }
}
