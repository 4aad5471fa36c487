namespace Synqup.Sdk;

/// <summary>An accountant's customer: the owner of a dossier.</summary>
public sealed record Enterprise
{
    /// <summary>The name as the accountant entered it. Never empty, otherwise arbitrary.</summary>
    public required string Name { get; init; }

    /// <summary>The VAT number as entered (Belgian: <c>BE</c> and ten digits); null when there is none.</summary>
    public string? Vat { get; init; }

    /// <summary>The Belgian enterprise number; null for enterprises without one.</summary>
    public EnterpriseNumber? EnterpriseNumber { get; init; }

    /// <summary>The number or code of the dossier in the accounting package; null when not filled in.</summary>
    public string? AccountingFileId { get; init; }
}
