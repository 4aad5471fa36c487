using Synqup.Console.Content;

namespace Synqup.Console.Intake;

/// <summary>What an invoice or credit note says of itself.</summary>
internal sealed record UblFacts
{
    public required bool IsCreditNote { get; init; }

    public required string Number { get; init; }

    public required DateOnly IssueDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public string? Currency { get; init; }

    /// <summary>With a dot; null when the document has no total that is a number.</summary>
    public string? Total { get; init; }

    public required PartyFacts Supplier { get; init; }

    public required PartyFacts Customer { get; init; }

    public required IReadOnlyList<EmbeddedFile> Embedded { get; init; }
}

/// <param name="Vat">As written, without blanks and dots.</param>
/// <param name="EnterpriseNumber">Ten digits whose check digits are right.</param>
internal sealed record PartyFacts(string? Name, string? Vat, string? EnterpriseNumber)
{
    public static readonly PartyFacts Unknown = new(null, null, null);
}

/// <summary>A file inside the document. Its own name is hostile text and not kept.</summary>
internal sealed record EmbeddedFile(IncomingFile Content, string MediaType, string? Reference, string? Description)
{
    public bool IsPdf => Content.Head.StartsWith("%PDF"u8);
}
