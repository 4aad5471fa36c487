using System.Diagnostics.CodeAnalysis;

namespace Synqup.Sdk;

/// <summary>A folder with variables, such as <c>C:\Winbooks\Data\[accounting_file_id]\inbound</c>, parsed once.</summary>
/// <remarks>Windows drive, UNC and Unix forms are understood on every system. Only fully qualified paths are accepted.</remarks>
public sealed class PathTemplate
{
    private PathTemplate(string text, string root, IReadOnlyList<string> variables) => (Text, Root, Variables) = (text, root, variables);

    /// <summary>The template as it was written.</summary>
    public string Text { get; }

    /// <summary>
    /// The literal part, cut at the last separator before the first variable (the whole path when there is none), without a
    /// separator at its end unless it is a drive or <c>/</c>. A UNC root includes the share. The agent makes folders below it, never itself.
    /// </summary>
    public string Root { get; }

    /// <summary>The variables in the order of their first use, without brackets; empty when the template has none.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Parses a template.</summary>
    /// <param name="text">What the user entered.</param>
    /// <exception cref="FormatException">Says what is wrong; an unknown variable is answered with the known ones.</exception>
    public static PathTemplate Parse(string text) =>
        TryParse(text, out var template, out var problem) ? template : throw new FormatException(problem);

    /// <summary>Parses a template without throwing.</summary>
    /// <param name="text">What the user entered; null and empty are a problem.</param>
    /// <param name="template">The template.</param>
    /// <param name="problem">What is wrong and what to do.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PathTemplate? template, [NotNullWhen(false)] out string? problem) => throw new NotImplementedException();

    /// <summary>The folder for an enterprise.</summary>
    /// <param name="enterprise">Whose values replace the variables.</param>
    /// <param name="identifier">How <c>[enterprise_identifier]</c> is written.</param>
    /// <returns>The folder; or, when a variable has no value or none that makes a legal name, the sentence that names it.</returns>
    public FolderResult Expand(Enterprise enterprise, IdentifierForm identifier) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override string ToString() => Text;
}
