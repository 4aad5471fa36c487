namespace Synqup.Demo.Samples;

/// <summary>A company on an invoice, or an accountant's customer.</summary>
/// <param name="Name">As its owner writes it, however awkward.</param>
/// <param name="EnterpriseNumber">Ten digits; null for one that has no number at all.</param>
/// <param name="AccountingFileId">The dossier number in the accounting package; suppliers have none.</param>
internal sealed record SampleParty(
    string Name, string? EnterpriseNumber, string Street, string PostalZone, string City, string Iban, string? AccountingFileId = null)
{
    public string? Vat => EnterpriseNumber is null ? null : "BE" + EnterpriseNumber;
}
