using System.Text.Json.Serialization;

namespace Synqup.Console.Intake;

internal enum FileFormat
{
    Ubl,
    Coda,
    Pdf,
}

/// <summary>An uploaded file whose content is what its format demands.</summary>
/// <param name="Ubl">For a UBL.</param>
/// <param name="Coda">For a bank statement.</param>
/// <param name="Companion">A PDF of the same base name in the same upload, which belongs to this UBL.</param>
internal sealed record ReadFile(UploadedFile File, FileFormat Format, UblFacts? Ubl = null, CodaFacts? Coda = null, UploadedFile? Companion = null)
{
    /// <summary>The part itself first, then what goes with it.</summary>
    [JsonIgnore]
    public IReadOnlyList<NewPart> Parts => Format switch
    {
        FileFormat.Coda => [new("coda", MediaTypes.Coda, File.Content, null)],
        FileFormat.Pdf => [new("pdf", MediaTypes.Pdf, File.Content, null)],
        _ => [new("ubl", MediaTypes.Ubl, File.Content, null), .. Embedded()],
    };

    private IEnumerable<NewPart> Embedded()
    {
        var embedded = Ubl!.Embedded;
        var pdf = Companion is null ? embedded.FirstOrDefault(IsTheDocument) ?? embedded.FirstOrDefault(file => file.IsPdf) : null;
        if (Companion is not null)
            yield return new("pdf", MediaTypes.Pdf, Companion.Content, null);
        if (pdf is not null)
            yield return new("pdf", MediaTypes.Pdf, pdf.Content, "ubl");
        var number = 0;
        foreach (var file in embedded)
        {
            if (file != pdf)
                yield return new($"attachment-{++number}", file.MediaType, file.Content, "ubl");
        }
    }

    private bool IsTheDocument(EmbeddedFile file) =>
        file.IsPdf && (file.Reference == Ubl!.Number || file.Description is "CommercialInvoice" or "CreditNote");
}

/// <param name="EmbeddedIn">The part that holds it too.</param>
internal sealed record NewPart(string Name, string MediaType, Content.IncomingFile Content, string? EmbeddedIn);
