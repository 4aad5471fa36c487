using Synqup.Console.Data;

namespace Synqup.Console.Documents;

/// <summary>
/// Whose a document is today. An agent that took over a folder finishes there what the one before it began, and nobody but it can tell
/// what became of that: it knows a delivery that it was never given only by the folder's own lists.
/// </summary>
internal static class Ownership
{
    /// <summary>The documents whose customer is linked to a configuration that names an agent.</summary>
    public static IQueryable<StoredDocument> OwnedBy(this IQueryable<StoredDocument> documents, string agentId, ConsoleDb db) => documents.Where(document =>
        db.Enterprises.Any(customer => customer.Id == document.EnterpriseId && db.Configurations.Any(configuration => configuration.Id == customer.ConfigurationId && configuration.AgentId == agentId)));
}
