namespace Synqup.Sdk;

/// <summary>A document of one of the accountant's customers, as far as a destination has to know it.</summary>
/// <remarks>Immutable. Every text in it comes from outside and may be hostile: use it through <see cref="FileName"/> and <see cref="PathTemplate"/> only.</remarks>
public sealed record Document
{
    /// <summary>The source's identifier. Two documents never share one; a redelivered document keeps its own.</summary>
    public required string Id { get; init; }

    /// <summary>What the document is, seen from <see cref="Enterprise"/>.</summary>
    public required DocumentKind Kind { get; init; }

    /// <summary>The accountant's customer to whose dossier the document belongs.</summary>
    public required Enterprise Enterprise { get; init; }

    /// <summary>The document's number as its issuer wrote it (UBL <c>cbc:ID</c>); null when it has none.</summary>
    public string? Number { get; init; }

    /// <summary>The day on which the document was issued; for a statement, its date. Null when unknown.</summary>
    public DateOnly? IssueDate { get; init; }

    /// <summary>The day on which payment is due; null when the document does not say.</summary>
    public DateOnly? DueDate { get; init; }

    /// <summary>ISO 4217 code of <see cref="Total"/>; null when unknown.</summary>
    public string? Currency { get; init; }

    /// <summary>The amount including taxes, in <see cref="Currency"/>; null when unknown. May be negative.</summary>
    public decimal? Total { get; init; }

    /// <summary>The seller; null for statements and when unknown.</summary>
    public Party? Supplier { get; init; }

    /// <summary>The buyer; null for statements and when unknown.</summary>
    public Party? Customer { get; init; }

    /// <summary>What only bank statements have; null for every other kind.</summary>
    public StatementDetails? Statement { get; init; }

    /// <summary>The contents of the document, at least one; names are unique.</summary>
    public required IReadOnlyList<DocumentPart> Parts { get; init; }

    /// <summary>One of the document's contents; null when it has none of that name.</summary>
    /// <param name="name">One of <see cref="DocumentPartNames"/>, or <c>attachment-1</c>, …</param>
    public DocumentPart? Part(string name) => Parts.FirstOrDefault(part => part.Name == name);

    /// <summary>What a package takes of this document: the PDF, if wanted, and then the data, so that the data appears last.</summary>
    /// <param name="data">The name of the part that the package reads: <see cref="DocumentPartNames.Ubl"/> or <see cref="DocumentPartNames.Coda"/>.</param>
    /// <param name="pdf">Whether the PDF accompanies the data; without data it is delivered in any case.</param>
    /// <returns>None, one or two parts.</returns>
    public IReadOnlyList<DocumentPart> PartsToDeliver(string data, SeparatePdf pdf)
    {
        var parts = new List<DocumentPart>();
        if (Part(DocumentPartNames.Pdf) is { } paper && (Part(data) is null || pdf == SeparatePdf.Always || (pdf == SeparatePdf.WhenNotEmbedded && !paper.Embedded)))
            parts.Add(paper);
        if (Part(data) is { } bytes)
            parts.Add(bytes);
        return parts;
    }
}
