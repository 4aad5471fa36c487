using System.Text;

namespace Synqup.Sdk;

/// <summary>A name that is legal on Windows, whatever system made it. Names that differ only in case are equal.</summary>
public sealed class FileName : IEquatable<FileName>
{
    private readonly string _withoutSuffix;

    private FileName(string value, string withoutSuffix) => (Value, _withoutSuffix) = (value, withoutSuffix);

    /// <summary>The name with its extension.</summary>
    public string Value { get; }

    /// <summary>Takes a name that must already be legal.</summary>
    /// <param name="value">The name: at most 250 bytes in UTF-8, so that there is room for a number.</param>
    /// <exception cref="FormatException">Says which rule of Windows the name breaks.</exception>
    public static FileName Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (NameRules.ProblemOf(value) is { } problem)
            throw new FormatException($"The file name {Quote.Of(value)} {problem}.");
        if (Encoding.UTF8.GetByteCount(value) > NameLimits.NameBytes - NameLimits.Suffix)
            throw new FormatException($"The file name {Quote.Of(value)} is longer than {NameLimits.NameBytes - NameLimits.Suffix} bytes.");
        return new(value, value);
    }

    /// <summary>The name that the file gets when others hold its own: a number before the extension, <c>name_2.xml</c>.</summary>
    /// <param name="number">2 to 9999. A number that the name got before is replaced.</param>
    public FileName WithSuffix(int number) => WithSuffix(number, EndOfStem);

    /// <summary>The names that the files of one document get when others hold their own: one number, in the same place of each.</summary>
    /// <param name="names">The names; what they share is the first without its extension: <c>a.xml</c> and <c>a.xml.done</c> become <c>a_2.xml</c> and <c>a_2.xml.done</c>.</param>
    /// <param name="number">2 to 9999.</param>
    public static IReadOnlyList<FileName> WithSuffix(IReadOnlyList<FileName> names, int number)
    {
        ArgumentNullException.ThrowIfNull(names);
        var stem = names.Count == 0 ? "" : names[0]._withoutSuffix[..names[0].EndOfStem];
        return [.. names.Select(name => name._withoutSuffix.IndexOf(stem, StringComparison.Ordinal) is >= 0 and var at ? name.WithSuffix(number, at + stem.Length) : name.WithSuffix(number))];
    }

    // ".config" has no extension, it only starts with a dot.
    private int EndOfStem => _withoutSuffix.LastIndexOf('.') is > 0 and var dot ? dot : _withoutSuffix.Length;

    private FileName WithSuffix(int number, int position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, NameLimits.LargestSuffix);
        return new(_withoutSuffix.Insert(position, string.Create(null, $"_{number}")), _withoutSuffix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public bool Equals(FileName? other) => other is not null && string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileName);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);
}
