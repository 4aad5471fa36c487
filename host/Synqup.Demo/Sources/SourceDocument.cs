namespace Synqup.Demo.Sources;

/// <summary>A document to upload, from wherever it comes.</summary>
/// <param name="Name">As the report calls it; unique.</param>
/// <param name="Main">The UBL, CODA or PDF itself.</param>
/// <param name="Companion">A PDF that belongs to it; null when there is none.</param>
/// <param name="Customer">Whose document it is.</param>
/// <param name="Direction">"purchase" or "sale"; null where the file says it.</param>
internal sealed record SourceDocument(string Name, SourceFile Main, SourceFile? Companion, CustomerCard Customer, string? Direction)
{
    /// <summary>What a PDF that stands alone cannot say of itself; null for every other document.</summary>
    public PdfFacts? Pdf { get; init; }
}

/// <param name="Name">Without folders.</param>
internal sealed record SourceFile(string Name, Func<Stream> Open);

/// <param name="Kind">As on the wire, such as "other".</param>
internal sealed record PdfFacts(string Kind, string Number, DateOnly IssueDate);

/// <summary>What the office enters about a customer. Equal cards are one customer.</summary>
/// <param name="AccountingFileId">The dossier number.</param>
/// <param name="Package">The configuration that delivers his documents: a plugin's key.</param>
internal sealed record CustomerCard(string Name, string? Vat, string? EnterpriseNumber, string AccountingFileId, string Package);

/// <summary>A file that is not delivered, and why.</summary>
internal sealed record RefusedSource(string Source, string Reason);
