namespace Synqup.Core.Delivery;

/// <summary>A failure whose message is already the sentence for people.</summary>
/// <param name="concernsRoot">Whether nothing of the root can be used until it is opened again.</param>
internal sealed class StatedException(string message, bool concernsRoot, Exception? innerException = null) : IOException(message, innerException)
{
    public bool ConcernsRoot => concernsRoot;
}
