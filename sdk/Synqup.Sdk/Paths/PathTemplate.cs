using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Synqup.Sdk;

/// <summary>A folder with variables, such as <c>C:\Winbooks\Data\[accounting_file_id]\inbound</c>, parsed once.</summary>
/// <remarks>Windows drive, UNC and Unix forms are understood on every system. Only fully qualified paths are accepted.</remarks>
public sealed class PathTemplate
{
    private readonly IReadOnlyList<TemplateSegment> _segments;
    private readonly IReadOnlyList<PathVariable> _variables;
    private readonly char _separator;

    private PathTemplate(string text, string root, char separator, IReadOnlyList<TemplateSegment> segments)
    {
        (Text, Root, _separator, _segments) = (text, root, separator, segments);
        _variables = [.. segments.SelectMany(segment => segment.Variables).Distinct()];
        Variables = [.. _variables.Select(variable => variable.Name)];
    }

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
    public static bool TryParse(string? text, [NotNullWhen(true)] out PathTemplate? template, [NotNullWhen(false)] out string? problem)
    {
        template = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            problem = @"The path is empty: write a full path, such as C:\Winbooks\Data\[accounting_file_id]\inbound.";
            return false;
        }
        if (!PathSyntax.TryParse(text, out var path, out problem))
            return false;

        var segments = new List<TemplateSegment>();
        foreach (var name in path.Segments)
        {
            if (!TemplateSegment.TryParse(name, out var segment, out var broken))
            {
                problem = $"The path {Quote.Of(text)} {broken}.";
                return false;
            }
            segments.Add(segment);
        }
        var shortest = path.Anchor.Length + segments.Sum(segment => segment.ShortestLength + 1);
        if (shortest > NameLimits.Folder)
        {
            problem = $"The path {Quote.Of(text)} is too long: with {NameLimits.ShortestValue} characters for each variable it has {shortest}, and accounting packages need it to have at most {NameLimits.Folder}.";
            return false;
        }

        var literal = segments.TakeWhile(segment => segment.IsLiteral).Count();
        var root = literal == 0 ? path.Anchor : path.Anchor.TrimEnd(path.Separator) + path.Separator + string.Join(path.Separator, path.Segments.Take(literal));
        template = new(text, root, path.Separator, segments[literal..]);
        return true;
    }

    /// <summary>The folder for an enterprise.</summary>
    /// <param name="enterprise">Whose values replace the variables.</param>
    /// <param name="identifier">How <c>[enterprise_identifier]</c> is written.</param>
    /// <returns>The folder; or, when a variable has no value or none that makes a legal name, the sentence that names it.</returns>
    public FolderResult Expand(Enterprise enterprise, IdentifierForm identifier)
    {
        ArgumentNullException.ThrowIfNull(enterprise);
        var values = new Dictionary<PathVariable, PathValue>();
        foreach (var variable in _variables)
        {
            var value = variable.ValueOf(enterprise, identifier);
            if (string.IsNullOrWhiteSpace(value))
                return FolderResult.None($"The customer {Quote.Of(enterprise.Name)} has no {variable}, which the path {Text} needs: fill in the {variable.Field} on the customer card in the Console.");
            var clean = NameText.Clean(value);
            if (clean.Length == 0)
                return FolderResult.None($"The {variable} of the customer {Quote.Of(enterprise.Name)} holds nothing that can be in a folder's name: correct the {variable.Field} on the customer card in the Console.");
            values[variable] = new(value, clean);
        }

        // A long value is always cut to the same length, so that a customer's purchases, sales and statements share one dossier
        // folder whatever else their paths hold. Only a path that is still too long cuts further, all values alike: that it fits
        // in the end was checked while parsing.
        for (var limit = NameLimits.LongestValue; ; limit--)
        {
            var folder = new DeliveryFolder(Root, [.. _segments.Select(segment => segment.Expand(values, limit))], _separator);
            if (limit == NameLimits.ShortestValue || Fits(folder))
                return FolderResult.Of(folder);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool Fits(DeliveryFolder folder) =>
        folder.ToString().Length <= NameLimits.Folder && folder.Segments.All(name => Encoding.UTF8.GetByteCount(name) <= NameLimits.NameBytes);
}
