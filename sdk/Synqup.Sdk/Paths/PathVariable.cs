namespace Synqup.Sdk;

/// <summary>What a path template can hold in brackets: something that the accountant filled in for a customer.</summary>
public sealed class PathVariable
{
    private readonly Func<Enterprise, IdentifierForm, string?> _value;

    private PathVariable(string name, string meaning, string field, Func<Enterprise, IdentifierForm, string?> value) =>
        (Name, Meaning, Field, _value) = (name, meaning, field, value);

    /// <summary>Every variable there is.</summary>
    public static IReadOnlyList<PathVariable> All { get; } =
    [
        new("enterprise_name", "the customer's name", "name", (enterprise, _) => enterprise.Name),
        new("enterprise_identifier", "the customer's VAT number (BE0123456749) or, by choice, enterprise number (0123456749); a foreign VAT number as it is written, without blanks and dots", "VAT number", EnterpriseIdentifier.Of),
        new("accounting_file_id", "the number or code of the customer's dossier in the accounting package", "accounting file id", (enterprise, _) => enterprise.AccountingFileId),
    ];

    /// <summary>The name without brackets, such as <c>enterprise_name</c>; case matters.</summary>
    public string Name { get; }

    /// <summary>What it stands for, as the end of a sentence.</summary>
    public string Meaning { get; }

    /// <summary>What the field on the customer card is called.</summary>
    internal string Field { get; }

    /// <summary>The name in brackets, as it is written in a template.</summary>
    public override string ToString() => $"[{Name}]";

    /// <summary>What was filled in; null or blank when nothing was.</summary>
    internal string? ValueOf(Enterprise enterprise, IdentifierForm identifier) => _value(enterprise, identifier);
}
