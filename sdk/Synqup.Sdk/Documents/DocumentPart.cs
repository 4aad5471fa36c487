namespace Synqup.Sdk;

/// <summary>One content of a document.</summary>
/// <param name="Name">Which content: one of <see cref="DocumentPartNames"/>, or <c>attachment-1</c>, <c>attachment-2</c>, …</param>
/// <param name="MediaType">The media type, such as <c>application/pdf</c>.</param>
/// <param name="Size">The length in bytes.</param>
public sealed record DocumentPart(string Name, string MediaType, long Size)
{
    /// <summary>Whether this content is also inside another one, as a PDF that is embedded in its UBL.</summary>
    public bool Embedded { get; init; }

    /// <summary>The extension of a file with this content, with its dot: by the part's name, else by its media type, else <c>.bin</c>.</summary>
    public string Extension => Name switch
    {
        DocumentPartNames.Ubl => ".xml",
        DocumentPartNames.Pdf => ".pdf",
        DocumentPartNames.Coda => ".cod",
        _ => MediaType switch
        {
            "application/pdf" => ".pdf",
            "application/xml" or "text/xml" => ".xml",
            "image/png" => ".png",
            "image/jpeg" => ".jpg",
            "text/csv" => ".csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => ".xlsx",
            "application/vnd.oasis.opendocument.spreadsheet" => ".ods",
            _ => ".bin",
        },
    };
}
