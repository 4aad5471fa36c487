namespace Synqup.Sdk;

/// <summary>What a variable is for one customer.</summary>
/// <param name="Raw">As it was filled in.</param>
/// <param name="Clean">Fit for a part of a name.</param>
internal sealed record PathValue(string Raw, string Clean)
{
    private string? _hash;

    /// <summary>At most so many characters, 16 or more.</summary>
    /// <remarks>Without the hash, two long names that begin alike would become one folder.</remarks>
    public string Shorten(int limit) =>
        Clean.Length <= limit ? Clean : NameText.TrimEnds(NameText.Cut(Clean, limit - 9)) + "_" + (_hash ??= StableHash.Of(Raw));
}
