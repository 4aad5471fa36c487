namespace Synqup.Sdk;

/// <summary>Something of a document that a name template can hold in braces.</summary>
/// <remarks>
/// A fixed token is never shortened, so that names sort and stay apart: it is short by nature and ASCII. A free token is what
/// people read, and the first to be cut when a path would become too long.
/// </remarks>
public sealed record NameToken
{
    private readonly Func<Document, string?> _value;

    private NameToken(string name, string meaning, string standIn, int? maxLength, Func<Document, string?> value) =>
        (Name, Meaning, StandIn, MaxLength, _value) = (name, meaning, standIn, maxLength, value);

    /// <summary>The name without braces, such as <c>number</c>; case matters.</summary>
    public string Name { get; }

    /// <summary>What it stands for, as the end of a sentence.</summary>
    public string Meaning { get; }

    /// <summary>What a document without a value gets, so that its name keeps the form of the others: <c>00000000</c>, <c>nonumber</c>.</summary>
    public string StandIn { get; }

    /// <summary>The characters that a fixed token has at most; null for a free one.</summary>
    public int? MaxLength { get; }

    /// <summary>Whether it may be shortened.</summary>
    public bool IsFree => MaxLength is null;

    /// <summary>A token that is never shortened.</summary>
    /// <param name="name">The name without braces: letters and digits.</param>
    /// <param name="meaning">What it stands for, as the end of a sentence.</param>
    /// <param name="standIn">What a document without a value gets: letters and digits, not longer than <paramref name="maxLength"/>.</param>
    /// <param name="maxLength">Its length at most; longer values lose their end. 1 to 40.</param>
    /// <param name="value">Reads it; null or blank when the document has none. Pure.</param>
    /// <exception cref="ArgumentException">The name or the stand-in holds something else than ASCII letters and digits, or the stand-in is too long.</exception>
    public static NameToken Fixed(string name, string meaning, string standIn, int maxLength, Func<Document, string?> value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLength, 40);
        if (standIn?.Length > maxLength)
            throw new ArgumentException($"The stand-in \"{standIn}\" is longer than {maxLength}.", nameof(standIn));
        return Create(name, meaning, standIn, maxLength, value);
    }

    /// <summary>A token that is shortened when the path would become too long.</summary>
    /// <param name="name">The name without braces: letters and digits.</param>
    /// <param name="meaning">What it stands for, as the end of a sentence.</param>
    /// <param name="standIn">What a document without a value gets: letters and digits.</param>
    /// <param name="value">Reads it; null or blank when the document has none. Pure.</param>
    /// <exception cref="ArgumentException">The name or the stand-in holds something else than ASCII letters and digits.</exception>
    public static NameToken Free(string name, string meaning, string standIn, Func<Document, string?> value) =>
        Create(name, meaning, standIn, null, value);

    /// <summary>The name in braces, as it is written in a template.</summary>
    public override string ToString() => $"{{{Name}}}";

    /// <summary>The value for a document, fit for a part of a name; never empty.</summary>
    internal string ValueOf(Document document)
    {
        var value = NameText.Clean(_value(document));
        if (MaxLength is { } length)
            value = NameText.TrimEnds(NameText.Cut(ToAscii(value), length));
        return value.Length == 0 ? StandIn : value;
    }

    private static string ToAscii(string value) => string.Concat(value.Where(c => c != ' ').Select(c => char.IsAscii(c) ? c : '_'));

    private static NameToken Create(string name, string meaning, string? standIn, int? maxLength, Func<Document, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentException.ThrowIfNullOrWhiteSpace(meaning);
        if (string.IsNullOrEmpty(name) || !name.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"The name of a token has letters and digits only, unlike {Quote.Of(name)}.", nameof(name));
        if (string.IsNullOrEmpty(standIn) || !standIn.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"The stand-in of a token has letters and digits only, unlike {Quote.Of(standIn)}.", nameof(standIn));
        return new(name, meaning, standIn, maxLength, value);
    }
}
