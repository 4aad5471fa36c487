namespace Synqup.Sdk;

/// <summary>A seller or buyer as the document names it.</summary>
public sealed record Party
{
    /// <summary>The name on the document; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The VAT number as written on the document, without blanks and dots; null when it has none.</summary>
    public string? Vat { get; init; }

    /// <summary>The Belgian enterprise number; null when the document has none or it is not Belgian.</summary>
    public EnterpriseNumber? EnterpriseNumber { get; init; }
}
