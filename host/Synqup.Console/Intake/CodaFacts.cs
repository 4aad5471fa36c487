namespace Synqup.Console.Intake;

/// <summary>What the first statement of a CODA file says.</summary>
/// <param name="Account">IBAN; a foreign account number as the bank wrote it.</param>
/// <param name="EnterpriseNumber">The holder's, ten digits; null when the file has none that is right.</param>
internal sealed record CodaFacts(
    string Account, int Number, DateOnly Date, string? Holder, string? Currency, string? EnterpriseNumber, int Statements, IReadOnlyList<string> Warnings);
