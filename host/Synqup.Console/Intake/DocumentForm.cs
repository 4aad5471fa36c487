using System.Globalization;
using System.Text.Json;
using Synqup.Console.Data;
using Synqup.Core.Health;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Intake;

/// <summary>The fields beside the files: what cannot be read from a PDF, and the direction where it is unclear.</summary>
internal sealed record DocumentForm(Direction Direction, WireDocumentKind? Kind, string? Number, DateOnly? IssueDate)
{
    public static DocumentForm Read(IReadOnlyDictionary<string, string> fields, Problems.Mistakes mistakes)
    {
        var direction = Direction.None;
        if (Value("direction") is { } way && !(Enum.TryParse(way, ignoreCase: true, out direction) && direction is Direction.Purchase or Direction.Sale))
            mistakes.Add("direction", "Write 'purchase' or 'sale'.");

        WireDocumentKind? kind = null;
        if (Value("kind") is { } text)
        {
            kind = Enum.GetValues<WireDocumentKind>().Cast<WireDocumentKind?>().FirstOrDefault(candidate => JsonNamingPolicy.CamelCase.ConvertName(candidate.ToString()!) == text);
            if (kind is null or WireDocumentKind.Statement)
                mistakes.Add("kind", "Write purchaseInvoice, purchaseCreditNote, salesInvoice, salesCreditNote or other.");
        }

        DateOnly? issued = null;
        if (Value("issueDate") is { } date)
        {
            if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                issued = day;
            else
                mistakes.Add("issueDate", "Write the date as 2026-01-31.");
        }

        if (Value("number") is { Length: > 200 })
            mistakes.Add("number", "This may have 200 characters at most.");
        if (Value("number") is { } number && ShownText.Of(number) != number)
            mistakes.Add("number", "This may not have line breaks, control characters or others that cannot be seen.");
        return new(direction, kind, Value("number"), issued);

        string? Value(string name) => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>What a PDF that stands alone lacks; null when nothing.</summary>
    public string? MissingForPdf()
    {
        string[] missing = [.. Missing()];
        return missing.Length == 0 ? null : $"a PDF alone does not say what it is: send the fields {string.Join(", ", missing)} too, or the XML with the same base name";
    }

    private IEnumerable<string> Missing()
    {
        if (Kind is null)
            yield return "kind";
        if (Number is null)
            yield return "number";
        if (IssueDate is null)
            yield return "issueDate";
    }
}
