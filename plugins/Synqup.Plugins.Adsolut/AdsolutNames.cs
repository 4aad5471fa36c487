using Synqup.Sdk;

namespace Synqup.Plugins.Adsolut;

/// <summary>How files for Adsolut are called.</summary>
internal static class AdsolutNames
{
    /// <summary>The name of an e-FFF begins with the seller's VAT number; the date after it keeps the invoices of one seller in order.</summary>
    public static NameTemplate Invoice { get; } = NameTemplate.Parse("efff_{supplierVat}_{yyyyMMdd}_{number}_{hash8}");

    public static NameTemplate Statement { get; } = NameTemplate.Parse("{yyyy}.{statementNumber}.{yyyyMMdd}.{vat}_{account}.{hash8}");

    public static NameTemplate Other { get; } = NameTemplate.Parse("{yyyyMMdd}_{number}_{hash8}");
}
