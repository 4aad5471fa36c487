using System.Net.Http.Headers;

namespace Synqup.Console.Intake;

internal static class MediaTypes
{
    public const string Pdf = "application/pdf";
    public const string Ubl = "application/xml";
    public const string Coda = "text/plain";
    public const string Unknown = "application/octet-stream";

    /// <summary>A media type from a document, if it is one and no browser would run it.</summary>
    public static string Clean(string? text) =>
        text is { Length: < 100 } && MediaTypeHeaderValue.TryParse(text, out var type) && type.MediaType is { } name
        && !name.Contains("html", StringComparison.OrdinalIgnoreCase) && !name.Contains("script", StringComparison.OrdinalIgnoreCase) && !name.Contains("svg", StringComparison.OrdinalIgnoreCase)
            ? name
            : Unknown;
}
