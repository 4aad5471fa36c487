using System.Formats.Tar;
using System.Text.Json;

namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>The entry of a bundle that says why a document is not to be had.</summary>
internal static class ProblemEntry
{
    private const long Largest = 64 * 1024;
    private const string WithoutReason = "The Console does not have this document any more and did not say why.";

    /// <summary>The id of the document of which an entry is the problem; null where it is none.</summary>
    public static string? DocumentOf(string entry) =>
        entry.EndsWith("/" + PortalHeaders.ProblemEntry, StringComparison.Ordinal) ? entry[..^(PortalHeaders.ProblemEntry.Length + 1)] : null;

    /// <summary>What it says. One that cannot be read says nothing of the document.</summary>
    public static async Task<(string Reason, Absence Absence)> ReadAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var problem = await ProblemAsync(entry, cancellationToken);
        return (problem?.Detail ?? problem?.Title ?? WithoutReason, problem?.Absence ?? Absence.Passing);
    }

    private static async Task<PortalProblem?> ProblemAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.DataStream is not { } data || entry.Length > Largest)
            return null;
        try
        {
            return await JsonSerializer.DeserializeAsync(data, PortalJson.Default.PortalProblem, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            // A stream that broke shows itself at the next entry.
            return null;
        }
    }
}
