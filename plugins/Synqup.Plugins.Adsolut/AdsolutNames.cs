using Synqup.Sdk;

namespace Synqup.Plugins.Adsolut;

/// <summary>How files for Adsolut are called.</summary>
/// <param name="Invoice">The name of an e-FFF begins with the seller's VAT number; the date after it keeps the invoices of one seller in order.</param>
/// <param name="Statement">The template for bank statements: sorts by the order in which the bank issued them.</param>
/// <param name="Other">The template for everything else.</param>
internal sealed record AdsolutNames(NameTemplate Invoice, NameTemplate Statement, NameTemplate Other)
{
    public static AdsolutNames From(AdsolutOptions options) => new(
        NameTemplate.Parse("efff_{supplierVat}_{yyyyMMdd}_{number}_{hash8}").WithDoneFile(options.DoneFile),
        NameTemplate.Parse("{yyyy}.{statementNumber}.{yyyyMMdd}.{vat}_{account}.{hash8}").WithDoneFile(options.DoneFile),
        NameTemplate.Parse("{yyyyMMdd}_{number}_{hash8}").WithDoneFile(options.DoneFile));
}
