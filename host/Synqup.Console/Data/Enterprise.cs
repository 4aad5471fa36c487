namespace Synqup.Console.Data;

/// <summary>A customer of the office: the owner of a dossier.</summary>
internal sealed class Enterprise
{
    public required string Id { get; init; }

    public required string OfficeId { get; init; }

    public required string Name { get; set; }

    public string? Vat { get; set; }

    /// <summary>Ten digits; null for enterprises without one.</summary>
    public string? EnterpriseNumber { get; set; }

    public string? AccountingFileId { get; set; }

    /// <summary>The switch "Share documents with accountant".</summary>
    public bool Share { get; set; }

    public string? ConfigurationId { get; set; }

    /// <summary>Documents that arrived since this moment are delivered; null while there is no configuration.</summary>
    public DateTimeOffset? From { get; set; }
}
