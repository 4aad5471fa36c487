namespace Synqup.Sdk;

/// <summary>The names of the contents that destinations know.</summary>
public static class DocumentPartNames
{
    /// <summary>The invoice or credit note as UBL 2.1.</summary>
    public const string Ubl = "ubl";

    /// <summary>The document for people.</summary>
    public const string Pdf = "pdf";

    /// <summary>The bank statement as CODA.</summary>
    public const string Coda = "coda";
}
