using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;

namespace Synqup.Console.Documents;

/// <summary>Why documents are not given to an agent that asks for them, in sentences for its people.</summary>
internal static class Absences
{
    /// <returns>By id; none for a document that is not there.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(IReadOnlyCollection<string> ids, Caller caller, ConsoleDb db, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return new Dictionary<string, string>();
        var documents = await db.Documents.AsNoTracking().Where(row => row.OfficeId == caller.OfficeId && ids.Contains(row.Id)).ToListAsync(cancellationToken);
        var customerIds = documents.Select(row => row.EnterpriseId).Distinct().ToList();
        var customers = await db.Enterprises.AsNoTracking().Where(row => customerIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var linked = customers.Values.Select(row => row.ConfigurationId).OfType<string>().Distinct().ToList();
        var configurations = await db.Configurations.AsNoTracking().Where(row => linked.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var sentences = new Dictionary<string, string>();
        foreach (var document in documents)
        {
            var customer = customers[document.EnterpriseId];
            if (Offering.WhyNotTo(caller.Agent!.Id, document, customer, customer.ConfigurationId is { } id ? configurations.GetValueOrDefault(id) : null) is { } sentence)
                sentences[document.Id] = sentence;
        }

        return sentences;
    }
}
