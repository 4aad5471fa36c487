namespace Synqup.Sdk;

/// <summary>A folder for documents: a literal root and a safe relative part. Made by <see cref="PathTemplate.Expand"/> only.</summary>
public sealed class DeliveryFolder : IEquatable<DeliveryFolder>
{
    private readonly string _path;

    internal DeliveryFolder(string root, IReadOnlyList<string> segments, char separator)
    {
        (Root, Segments, Separator) = (root, segments, separator);
        _path = segments.Count == 0 ? root : root.TrimEnd(separator) + separator + string.Join(separator, segments);
    }

    /// <summary>The root of the template, with the separators of its system.</summary>
    public string Root { get; }

    /// <summary>The folders below the root, each a legal Windows name; empty when the template has no variables.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The separator of the root's system: <c>\</c> or <c>/</c>.</summary>
    public char Separator { get; }

    /// <summary>The whole path, in the form of the root's system.</summary>
    public override string ToString() => _path;

    /// <summary>Equal folders are the same for Windows: case is ignored.</summary>
    /// <param name="other">The other folder.</param>
    public bool Equals(DeliveryFolder? other) => other is not null && string.Equals(_path, other._path, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeliveryFolder);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_path);
}
