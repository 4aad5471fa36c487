using System.ComponentModel;

namespace Synqup.Sdk;

/// <summary>Whether a PDF is delivered beside the data (UBL or CODA) of the same document. Packages that import both book it twice.</summary>
/// <remarks>A document that has a PDF only is delivered as PDF whatever is chosen.</remarks>
[Description("Whether a PDF is delivered beside the data of the same document: always, whenNotEmbedded (unless the data holds it too) or never.")]
public enum SeparatePdf
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>Unless the data holds it too.</summary>
    WhenNotEmbedded,

    /// <summary>Never.</summary>
    Never,
}
