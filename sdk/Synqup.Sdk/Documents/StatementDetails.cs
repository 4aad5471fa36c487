namespace Synqup.Sdk;

/// <summary>What a bank statement has and no other document. A file with several statements is described by its first.</summary>
public sealed record StatementDetails
{
    /// <summary>The IBAN (a Belgian account number is written as IBAN), or a foreign account number as the bank wrote it.</summary>
    public required string Account { get; init; }

    /// <summary>The statement's number, 0 to 999; it restarts each year.</summary>
    public required int Number { get; init; }

    /// <summary>The year to which <see cref="Number"/> belongs.</summary>
    public required int Year { get; init; }

    /// <summary>The account holder's name; null when the bank left it out.</summary>
    public string? Holder { get; init; }
}
