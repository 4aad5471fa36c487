using System.Globalization;
using Synqup.Core.Configuration;
using Synqup.Core.Ledger;
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

    /// <summary>The ids of customers of a connection: of linked ones, and of those that are not linked any more, by the name that their documents give them. A text that none has may be an id.</summary>
    public static async Task<IReadOnlyList<string>> IdsAsync(LedgerQueries queries, string connection, IReadOnlyCollection<CustomerDescription> customers, string text, CancellationToken cancellationToken)
    {
        var left = await queries.OtherCustomersAsync(connection, [.. customers.Select(one => one.EnterpriseId)], cancellationToken);
        return [.. Find(customers, text).Select(one => one.EnterpriseId)
            .Concat(left.Where(one => CustomerNames.InDocument(one)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true).Select(one => one.EnterpriseId)).Append(text).Distinct()];
    }

    /// <summary>The names that are most like a text that none of them has.</summary>
    public static string Nearest(IReadOnlyCollection<string> names, string text) =>
        string.Join(", ", names.OrderBy(name => name.Split(' ').Append(name).Min(part => EditDistance.Between(part.ToLowerInvariant(), text.ToLowerInvariant()))).Take(Shown))
        + (names.Count > Shown ? $", and {(names.Count - Shown).ToString(CultureInfo.InvariantCulture)} more" : "");

    private static string Compact(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
