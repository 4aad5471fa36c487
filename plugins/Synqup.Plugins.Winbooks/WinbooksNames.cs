using Synqup.Sdk;

namespace Synqup.Plugins.Winbooks;

/// <summary>How files for Winbooks are called. It imports in the order of the names.</summary>
/// <param name="Document">The template for everything that is no statement.</param>
/// <param name="Statement">The template for bank statements: sorts by the order in which the bank issued them.</param>
internal sealed record WinbooksNames(NameTemplate Document, NameTemplate Statement)
{
    public static WinbooksNames From(WinbooksOptions options) => new(
        NameTemplate.Parse("{yyyyMMdd}_{number}_{hash8}").WithDoneFile(options.DoneFile),
        NameTemplate.Parse("{yyyy}.{statementNumber}.{yyyyMMdd}.{vat}_{account}.{hash8}").WithDoneFile(options.DoneFile));
}
