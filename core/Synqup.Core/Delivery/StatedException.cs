namespace Synqup.Core.Delivery;

/// <summary>A failure whose message is already the sentence for people.</summary>
internal sealed class StatedException : IOException
{
    /// <summary>Something below a root.</summary>
    public StatedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Nothing of the root can be used until it is opened again.</summary>
    public StatedException(RootStanding root, Exception? innerException = null)
        : base($"{root.Problem} {root.Remedy}", innerException) => Root = root;

    /// <summary>What the root is like; null when it is not the root that failed.</summary>
    public RootStanding? Root { get; }
}
