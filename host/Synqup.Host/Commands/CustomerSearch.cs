using Synqup.Core.Sources.Portal;

namespace Synqup.Host.Commands;

/// <summary>Finds customers by what people know of them.</summary>
internal static class CustomerSearch
{
    /// <summary>By id, number or dossier as a whole, or by a part of the name.</summary>
    public static IReadOnlyList<CustomerDescription> Find(IEnumerable<CustomerDescription> customers, string text)
    {
        var wanted = Compact(text);
        return [.. customers.Where(one =>
            one.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            || new[] { one.EnterpriseId, one.Vat, one.EnterpriseNumber, one.AccountingFileId }.Any(value => value is not null && string.Equals(Compact(value), wanted, StringComparison.OrdinalIgnoreCase)))];
    }

    private static string Compact(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
