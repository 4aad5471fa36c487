using Synqup.Sdk;

namespace Synqup.Plugins.GenericFolder;

/// <summary>How files in a generic folder are called.</summary>
/// <param name="Document">The template for everything that is no statement; the accountant can change it.</param>
/// <param name="Statement">The template for bank statements: sorts by the order in which the bank issued them.</param>
internal sealed record GenericFolderNames(NameTemplate Document, NameTemplate Statement)
{
    public static GenericFolderNames From(GenericFolderOptions options) =>
        NameTemplate.TryParse(options.FileName, null, out var template, out var problem)
            ? new(
                template.WithDoneFile(options.DoneFile),
                NameTemplate.Parse("{yyyy}.{statementNumber}.{yyyyMMdd}.{vat}_{account}.{hash8}").WithDoneFile(options.DoneFile))
            : throw new InvalidSettingsException($"The option \"fileName\" cannot be used. {problem}");

    public NameTemplate For(DocumentKind kind) => kind == DocumentKind.Statement ? Statement : Document;
}
