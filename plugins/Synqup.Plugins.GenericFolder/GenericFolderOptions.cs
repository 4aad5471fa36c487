using System.ComponentModel;
using Synqup.Sdk;

namespace Synqup.Plugins.GenericFolder;

/// <summary>What an accountant can choose for a generic folder.</summary>
internal sealed record GenericFolderOptions
{
    /// <summary>By default never, because programs that import both book the document twice.</summary>
    public SeparatePdf Pdf { get; init; } = SeparatePdf.Never;

    [Description("How files are named, with tokens in braces; {hash8} comes first or last. Statements always have the usual CODA name.")]
    public string FileName { get; init; } = "{yyyyMMdd}_{party}_{number}_{hash8}";

    [Description(NameTemplate.DoneFileOption)]
    public string DoneFile { get; init; } = "";
}
