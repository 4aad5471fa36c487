using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Synqup.Sdk;

/// <summary>One name of a path template: pieces of text and variables in their order.</summary>
internal sealed class TemplateSegment
{
    private readonly IReadOnlyList<Piece> _pieces;

    private TemplateSegment(IReadOnlyList<Piece> pieces) => _pieces = pieces;

    public IEnumerable<PathVariable> Variables => _pieces.Where(piece => piece.Variable is not null).Select(piece => piece.Variable!);

    public bool IsLiteral => _pieces.All(piece => piece.Variable is null);

    /// <summary>The characters that this segment needs when its values are cut as far as they may be.</summary>
    public int ShortestLength => _pieces.Sum(piece => piece.Variable is null ? piece.Text.Length : NameLimits.ShortestValue);

    private int ShortestBytes => _pieces.Sum(piece => piece.Variable is null
        ? Encoding.UTF8.GetByteCount(piece.Text) : NameLimits.ShortestValue * NameLimits.BytesPerCharacter);

    /// <summary>Reads one segment; the problem completes "The path … ".</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TemplateSegment? segment, [NotNullWhen(false)] out string? problem)
    {
        segment = null;
        problem = text is "." or ".." ? $"contains {Quote.Of(text)}, which climbs or stays: write the folders by their names" : null;
        var pieces = new List<Piece>();
        for (var start = 0; problem is null && start < text.Length;)
        {
            var end = text.AsSpan(start + 1).IndexOfAny('[', ']') + start + 1;
            if (text[start] == ']' || (text[start] == '[' && (end == start || text[end] != ']')))
            {
                problem = $"has a bracket without its partner in {Quote.Of(text)}";
            }
            else if (text[start] == '[')
            {
                var name = text[(start + 1)..end];
                var variable = PathVariable.All.FirstOrDefault(known => known.Name == name);
                pieces.Add(new("", variable));
                problem = variable is null ? $"contains the unknown variable {Quote.Of($"[{name}]")}: the known ones are {string.Join(", ", PathVariable.All)}" : null;
                start = end + 1;
            }
            else
            {
                end = end == start ? text.Length : end;
                pieces.Add(new(text[start..end], null));
                start = end;
            }
        }
        problem ??= LiteralProblem(text, pieces);
        if (problem is not null)
            return false;
        segment = new(pieces);
        if (segment.ShortestBytes > NameLimits.NameBytes)
            problem = $"has a name that is too long, {Quote.Of(text)}: at most {NameLimits.NameBytes} bytes with its values";
        return problem is null;
    }

    /// <summary>The legal name with the variables' values, each of at most so many characters.</summary>
    public string Expand(IReadOnlyDictionary<PathVariable, PathValue> values, int limit)
    {
        var builder = new StringBuilder();
        foreach (var (text, variable) in _pieces)
            builder.Append(variable is null ? text : values[variable].Shorten(limit));
        return NameText.ToName(builder.ToString());
    }

    // A variable stands for a letter here: what the literal text alone makes illegal is found before any customer is known.
    private static string? LiteralProblem(string text, List<Piece> pieces)
    {
        var sample = string.Concat(pieces.Select(piece => piece.Variable is null ? piece.Text : "x"));
        return NameRules.ProblemOf(sample) is { } broken ? $"contains {Quote.Of(text)}, which {broken}" : null;
    }

    private sealed record Piece(string Text, PathVariable? Variable);
}
