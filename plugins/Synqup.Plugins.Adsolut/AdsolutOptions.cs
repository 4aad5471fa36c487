using System.ComponentModel;
using Synqup.Sdk;

namespace Synqup.Plugins.Adsolut;

/// <summary>What an accountant can choose for Adsolut.</summary>
internal sealed record AdsolutOptions
{
    /// <summary>By default never: an e-FFF is one XML with the PDF inside, and both would be booked twice.</summary>
    public SeparatePdf Pdf { get; init; } = SeparatePdf.Never;

    [Description(NameTemplate.DoneFileOption)]
    public string DoneFile { get; init; } = "";
}
