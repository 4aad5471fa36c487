namespace Synqup.Sdk;

/// <summary>A name that is legal on Windows, whatever system made it. Names that differ only in case are equal.</summary>
public sealed class FileName : IEquatable<FileName>
{
    private FileName(string value) => Value = value;

    /// <summary>The name with its extension.</summary>
    public string Value { get; }

    /// <summary>Takes a name that must already be legal.</summary>
    /// <param name="value">The name.</param>
    /// <exception cref="FormatException">Says which rule of Windows the name breaks.</exception>
    public static FileName Parse(string value) => throw new NotImplementedException();

    /// <summary>The name that the file gets when others hold its own: a number before the extension, <c>name_2.xml</c>.</summary>
    /// <param name="number">2 to 9999.</param>
    public FileName WithSuffix(int number) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public bool Equals(FileName? other) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileName);

    /// <inheritdoc/>
    public override int GetHashCode() => throw new NotImplementedException();
}
