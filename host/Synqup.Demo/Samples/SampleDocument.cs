namespace Synqup.Demo.Samples;

/// <summary>A file that a customer of the office sent or received, ready to be uploaded.</summary>
/// <param name="Name">The file's name, unique in a run.</param>
/// <param name="Customer">Whose document it is.</param>
/// <param name="Direction">"purchase" or "sale", seen from the customer; null for a statement.</param>
/// <param name="Content">The UBL or CODA.</param>
/// <param name="Pdf">A PDF that came beside it; null when there is none or it is embedded.</param>
internal sealed record SampleDocument(string Name, SampleParty Customer, string? Direction, byte[] Content, byte[]? Pdf = null);
