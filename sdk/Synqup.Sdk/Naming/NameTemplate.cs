using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Synqup.Sdk;

/// <summary>How the files of a document are called, such as <c>{yyyyMMdd}_{number}_{hash8}</c>; without extension. Parsed once.</summary>
/// <remarks>
/// Names are legal on Windows whatever the document holds, the same for the same document, and different for documents whose
/// <c>{hash8}</c> differs; therefore every template has that token, before or after all others.
/// </remarks>
public sealed class NameTemplate
{
    /// <summary>What <c>doneFile</c> means, for the plugins that have this option.</summary>
    public const string DoneFileOption = "An empty file that appears after the others of its document, for programs that wait for one: its name, with {name} for the name that they share or {file} for the name of the last of them with its extension, such as {name}.done. Empty: there is none.";

    internal const int LongestExtension = 6;

    private readonly IReadOnlyList<Piece> _pieces;
    private readonly DoneFileName? _done;

    private NameTemplate(string text, IReadOnlyList<Piece> pieces, DoneFileName? done = null) =>
        (Text, _pieces, _done, Tokens) = (text, pieces, done, [.. pieces.Where(piece => piece.Token is not null).Select(piece => piece.Token!).Distinct()]);

    /// <summary>The template as it was written.</summary>
    public string Text { get; }

    /// <summary>The tokens in the order of their first use.</summary>
    public IReadOnlyList<NameToken> Tokens { get; }

    /// <summary>Parses a template.</summary>
    /// <param name="text">Text and tokens in braces.</param>
    /// <param name="tokens">The tokens that it may use; null means <see cref="TokenSet.Standard"/>.</param>
    /// <exception cref="FormatException">Says what is wrong; an unknown token is answered with the known ones.</exception>
    public static NameTemplate Parse(string text, TokenSet? tokens = null) =>
        TryParse(text, tokens, out var template, out var problem) ? template : throw new FormatException(problem);

    /// <summary>Parses a template without throwing.</summary>
    /// <param name="text">Text and tokens in braces; null and empty are a problem.</param>
    /// <param name="tokens">The tokens that it may use; null means <see cref="TokenSet.Standard"/>.</param>
    /// <param name="template">The template.</param>
    /// <param name="problem">What is wrong and what to do.</param>
    public static bool TryParse(string? text, TokenSet? tokens, [NotNullWhen(true)] out NameTemplate? template, [NotNullWhen(false)] out string? problem)
    {
        template = null;
        var known = tokens ?? TokenSet.Standard;
        var pieces = new List<Piece>();
        problem = Split(text ?? "", known, pieces) ?? ProblemOf(pieces);
        if (problem is not null)
        {
            problem = $"The name template {Quote.Of(text)} {problem}.";
            return false;
        }
        template = new(text!, pieces);
        return true;
    }

    /// <summary>These names, and an empty file that appears last and says that the others of its document are there.</summary>
    /// <param name="doneFile">
    /// The option <c>doneFile</c>: text around <c>{name}</c>, what the files of a document share, or <c>{file}</c>, the last of them with its
    /// extension; empty means that there is no such file.
    /// </param>
    /// <exception cref="InvalidSettingsException">Says what is wrong with the option.</exception>
    public NameTemplate WithDoneFile(string doneFile)
    {
        ArgumentNullException.ThrowIfNull(doneFile);
        if (doneFile.Length == 0)
            return new(Text, _pieces);
        if (!DoneFileName.TryParse(doneFile, out var done, out var problem))
            throw new InvalidSettingsException($"The option \"doneFile\" cannot be {Quote.Of(doneFile)}: it {problem}.");
        return LengthProblem(_pieces, done.Room) is { } tooLong
            ? throw new InvalidSettingsException($"The option \"doneFile\" cannot be {Quote.Of(doneFile)}: with it the name template {Quote.Of(Text)} {tooLong}.")
            : new(Text, _pieces, done);
    }

    /// <summary>The name of one file of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="folder">The folder that it will be in: the longer its path, the shorter the name.</param>
    /// <param name="extension">With its dot, such as <c>.xml</c>: two to six characters, ASCII.</param>
    /// <exception cref="ArgumentException">The extension is none.</exception>
    public FileName NameFor(Document document, DeliveryFolder folder, string extension) => WithExtension(BaseName(document, folder), extension);

    /// <summary>Delivers contents of a document under one name, which the extensions tell apart, and after them the done file if there is one.</summary>
    /// <param name="document">The document.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="parts">Which of its contents, in the order in which they become visible; at least one, of different types.</param>
    /// <exception cref="ArgumentException">There is no part, or two have the same extension.</exception>
    public DeliveryPlan Plan(Document document, DeliveryFolder folder, IReadOnlyList<DocumentPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var name = BaseName(document, folder);
        var files = parts.Select(part => new PlannedFile(part.Name, new(folder, WithExtension(name, part.Extension)))).ToList();
        if (_done is not null && files.Count > 0)
            files.Add(PlannedFile.Done(new(folder, FileName.Parse(_done.For(name, parts[^1].Extension)))));
        return DeliveryPlan.Deliver(files);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    // The same for every extension: room is left for the longest, and for what a done file's name adds.
    private string BaseName(Document document, DeliveryFolder folder)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(folder);
        var room = Math.Max(LongestExtension, _done?.Room ?? 0);
        var characters = NameLimits.Path - NameLimits.Suffix - folder.ToString().Length - 1 - room;
        var bytes = NameLimits.NameBytes - NameLimits.Suffix - room;
        var values = _pieces.Select(piece => (Text: piece.Token?.ValueOf(document) ?? piece.Text, Free: piece.Token is { IsFree: true })).ToArray();

        // Free values are cut, all to the same length, until the name fits: that it does in the end was checked while parsing.
        for (var limit = NameLimits.Read; ; limit--)
        {
            var name = NameText.ToName(string.Concat(values.Select(value => value.Free ? NameText.TrimEnds(NameText.Cut(value.Text, limit)) : value.Text)));
            if (limit == 0 || (name.Length <= characters && Encoding.UTF8.GetByteCount(name) <= bytes))
                return name;
            limit = Math.Min(limit, values.Max(value => value.Free ? value.Text.Length : 0));
        }
    }

    private static FileName WithExtension(string name, string extension) =>
        extension is { Length: >= 2 and <= LongestExtension } && extension[0] == '.' && extension.Skip(1).All(char.IsAsciiLetterOrDigit)
            ? FileName.Parse(name + extension)
            : throw new ArgumentException($"An extension is a dot and up to {LongestExtension - 1} letters or digits, unlike {Quote.Of(extension)}.", nameof(extension));

    private static string? Split(string text, TokenSet known, List<Piece> pieces)
    {
        for (var start = 0; start < text.Length;)
        {
            var brace = text.AsSpan(start).IndexOfAny('{', '}') + start;
            if (brace < start)
                brace = text.Length;
            if (brace > start)
                pieces.Add(new(text[start..brace], null));
            if (brace == text.Length)
                return null;

            var end = text.AsSpan(brace + 1).IndexOfAny('{', '}') + brace + 1;
            if (text[brace] == '}' || end == brace || text[end] == '{')
                return "has a brace without its partner";
            var name = text[(brace + 1)..end];
            if (known.Find(name) is not { } token)
                return $"uses the unknown token {Quote.Of($"{{{name}}}")}: the known ones are {string.Join(", ", known.Tokens)}";
            pieces.Add(new("", token));
            start = end + 1;
        }
        return null;
    }

    private static string? ProblemOf(List<Piece> pieces)
    {
        if (pieces.Count == 0)
            return "is empty: write text and tokens, such as {yyyyMMdd}_{number}_{hash8}";
        if (pieces.All(piece => piece.Token?.Name != "hash8"))
            return "lacks {hash8}, without which two documents could share a name";
        // Elsewhere a value beside it could hold another document's hash, and both names be the same text.
        var tokens = pieces.Where(piece => piece.Token is not null).ToList();
        if (tokens[0].Token!.Name != "hash8" && tokens[^1].Token!.Name != "hash8")
            return "has {hash8} between other tokens, where what the document holds could look like it: let it be the first token or the last";
        if (NameRules.ProblemOf(string.Concat(pieces.Select(piece => piece.Token is null ? piece.Text : "x"))) is { } broken)
            return broken;
        return LengthProblem(pieces, LongestExtension);
    }

    private static string? LengthProblem(IReadOnlyList<Piece> pieces, int room)
    {
        // A value may be cut to nothing at last, but people shall be able to read something of it.
        var shortest = pieces.Sum(piece => piece.Token is null ? Encoding.UTF8.GetByteCount(piece.Text) : piece.Token.MaxLength ?? 8);
        return shortest > NameLimits.RoomForName - room - 1
            ? $"makes names that are too long: {shortest} bytes even when they are shortened, of at most {NameLimits.RoomForName - room - 1}" : null;
    }

    private sealed record Piece(string Text, NameToken? Token);
}
