using System.ComponentModel;
using Synqup.Sdk;

namespace Synqup.Plugins.Winbooks;

/// <summary>What an accountant can choose for Winbooks.</summary>
internal sealed record WinbooksOptions
{
    /// <summary>By default always: Winbooks' own e-invoices are a PDF beside an XML, also when the XML embeds the same PDF.</summary>
    public SeparatePdf Pdf { get; init; } = SeparatePdf.Always;

    [Description(NameTemplate.DoneFileOption)]
    public string DoneFile { get; init; } = "";
}
