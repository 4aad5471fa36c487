namespace Synqup.Sdk;

/// <summary>A folder for documents: a literal root and a safe relative part. Made by <see cref="PathTemplate.Expand"/> only.</summary>
public sealed class DeliveryFolder : IEquatable<DeliveryFolder>
{
    internal DeliveryFolder(string root, IReadOnlyList<string> segments, char separator) =>
        (Root, Segments, Separator) = (root, segments, separator);

    /// <summary>The root of the template, as written there.</summary>
    public string Root { get; }

    /// <summary>The folders below the root, each a legal Windows name; empty when the template has no variables.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The separator of the root's system: <c>\</c> or <c>/</c>.</summary>
    public char Separator { get; }

    /// <summary>The whole path, in the form of the root's system.</summary>
    public override string ToString() => throw new NotImplementedException();

    /// <summary>Equal folders are the same for Windows: case is ignored.</summary>
    /// <param name="other">The other folder.</param>
    public bool Equals(DeliveryFolder? other) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeliveryFolder);

    /// <inheritdoc/>
    public override int GetHashCode() => throw new NotImplementedException();
}
