namespace Synqup.Sdk;

/// <summary>Says which files a document becomes and what they are called. The host does everything else.</summary>
/// <remarks>
/// Pure, deterministic and thread-safe: the same document gives the same plan on every machine and in every culture;
/// no clock, no file system, no state.
/// </remarks>
public interface IDestination
{
    /// <summary>Plans one document.</summary>
    /// <param name="document">A document whose kind has a folder in the configuration and whose variables all have a value.</param>
    /// <returns>The files to deliver, or the reason why this package can never take the document.</returns>
    DeliveryPlan Plan(Document document);
}
