using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Intake;

/// <summary>What a file says of itself, before anybody decided whose it is.</summary>
/// <param name="Format">ubl, coda or pdf.</param>
/// <param name="CreditNote">For a UBL.</param>
/// <param name="EnterpriseNumber">The account holder's, for a statement.</param>
internal sealed record Inspection(
    string File, FileFormat Format, bool? CreditNote, string? Number, DateOnly? IssueDate, DateOnly? DueDate, string? Currency, string? Total,
    PartyDescription? Supplier, PartyDescription? Customer,
    string? Account, int? StatementNumber, string? Holder, string? EnterpriseNumber, int? Statements,
    IReadOnlyList<PartDescription> Parts, IReadOnlyList<string> Warnings)
{
    public static Inspection Of(ReadFile file) => new(
        file.File.Name, file.Format, file.Ubl?.IsCreditNote, file.Ubl?.Number, file.Ubl?.IssueDate ?? file.Coda?.Date, file.Ubl?.DueDate,
        file.Ubl?.Currency ?? file.Coda?.Currency, file.Ubl?.Total, Party(file.Ubl?.Supplier), Party(file.Ubl?.Customer),
        file.Coda?.Account, file.Coda?.Number, file.Coda?.Holder, file.Coda?.EnterpriseNumber, file.Coda?.Statements,
        [.. file.Parts.Select(part => new PartDescription(part.Name, part.MediaType, part.Content.Size, part.Content.Sha256, part.EmbeddedIn))],
        file.Coda?.Warnings ?? []);

    private static PartyDescription? Party(PartyFacts? party) => party is null ? null : new(party.Name, party.Vat, party.EnterpriseNumber);
}

internal sealed record Inspections(IReadOnlyList<Inspection> Items);
