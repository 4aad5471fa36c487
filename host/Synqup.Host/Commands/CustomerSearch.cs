using System.Globalization;
using Synqup.Core.Configuration;
using Synqup.Core.Sources.Portal;

namespace Synqup.Host.Commands;

/// <summary>Finds customers by what people know of them.</summary>
internal static class CustomerSearch
{
    private const int Shown = 5;

    /// <summary>By id, number or dossier as a whole, or by a part of the name.</summary>
    public static IReadOnlyList<CustomerDescription> Find(IEnumerable<CustomerDescription> customers, string text)
    {
        var wanted = Compact(text);
        return [.. customers.Where(one =>
            one.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            || new[] { one.EnterpriseId, one.Vat, one.EnterpriseNumber, one.AccountingFileId }.Any(value => value is not null && string.Equals(Compact(value), wanted, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>The names that are most like a text that none of them has.</summary>
    public static string Nearest(IReadOnlyCollection<string> names, string text) =>
        string.Join(", ", names.OrderBy(name => name.Split(' ').Append(name).Min(part => EditDistance.Between(part.ToLowerInvariant(), text.ToLowerInvariant()))).Take(Shown))
        + (names.Count > Shown ? $", and {(names.Count - Shown).ToString(CultureInfo.InvariantCulture)} more" : "");

    private static string Compact(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
