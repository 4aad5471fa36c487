namespace Synqup.Sdk;

/// <summary>How <c>[enterprise_identifier]</c> is written.</summary>
public enum IdentifierForm
{
    /// <summary>As VAT number: <c>BE0123456749</c>.</summary>
    Vat,

    /// <summary>As enterprise number of the Crossroads Bank for Enterprises: <c>0123456749</c>.</summary>
    Cbe,
}
