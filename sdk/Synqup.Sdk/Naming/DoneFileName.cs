using System.Diagnostics.CodeAnalysis;

namespace Synqup.Sdk;

/// <summary>How the file is called that says that the others of its document are there: <c>{name}.done</c>, <c>{file}.ok</c>.</summary>
/// <param name="Before">Text before the token.</param>
/// <param name="OfFile">Whether the text stands around a whole file name, with its extension.</param>
/// <param name="After">Text behind it; never empty.</param>
internal sealed record DoneFileName(string Before, bool OfFile, string After)
{
    private static readonly string[] Contents = [".xml", ".pdf", ".cod", ".png", ".jpg", ".csv", ".xlsx", ".ods", ".bin"];

    /// <summary>The bytes that it has more than the name that the files share.</summary>
    public int Room => Before.Length + After.Length + (OfFile ? NameTemplate.LongestExtension : 0);

    /// <summary>Reads the option; the problem completes "it …".</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DoneFileName? done, [NotNullWhen(false)] out string? problem)
    {
        done = null;
        var token = text.Contains("{file}", StringComparison.Ordinal) ? "{file}" : "{name}";
        var parts = text.Split(token);
        problem = parts.Length != 2 || parts.Any(part => part.AsSpan().ContainsAny('{', '}')) ? "needs {name} or {file} once, and knows no other token"
            : !parts.All(part => part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')) ? "may have letters, digits, dots, hyphens and underscores around its token only"
            : parts[1].Length == 0 ? $"needs an ending of its own behind {token}, such as {token}.done"
            // What waits for invoices would read it as one.
            : Contents.Any(content => parts[1].EndsWith(content, StringComparison.OrdinalIgnoreCase)) ? "ends like a document: give it another ending, such as .done"
            : NameRules.ProblemOf(parts[0] + "x" + parts[1]);
        if (problem is null)
            done = new(parts[0], token == "{file}", parts[1]);
        return done is not null;
    }

    public string For(string name, string extension) => Before + name + (OfFile ? extension : "") + After;
}
