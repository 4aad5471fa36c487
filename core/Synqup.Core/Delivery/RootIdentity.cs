namespace Synqup.Core.Delivery;

/// <summary>Which root, and whose.</summary>
/// <param name="Path">The root as a local path, after path mapping.</param>
/// <param name="Shown">The root as the template says it, which people know.</param>
/// <param name="Office">The office's name or id; for people who read the marker.</param>
/// <param name="Agent">The agent's id at the Console.</param>
/// <param name="Source">The connection that delivers there, as this agent's settings name it.</param>
internal sealed record RootIdentity(string Path, string Shown, string Office, string Agent, string Source)
{
    /// <summary>Whether the Console has confirmed that this agent took the place of another one, whose marker it then takes over.</summary>
    public Func<string, bool> HasReplaced { get; init; } = static _ => false;

    /// <summary>The connection of this very program whose agent that is, where it delivers into this root too; null where it is another program's.</summary>
    public Func<string, string?> SharedWith { get; init; } = static _ => null;

    /// <summary>Whether a marker is this agent's, or one that it may take over.</summary>
    public bool Owns(RootMarker marker) => marker.Agent == Agent || HasReplaced(marker.Agent);
}
