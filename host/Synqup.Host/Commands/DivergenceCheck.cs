using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary>What a root and a connection's ledger do not agree on, after doing what a person ordered about it.</summary>
internal sealed class DivergenceCheck(IServiceProvider services, AgentSettings settings, RootOrders orders)
{
    public async Task<Finding> FindingAsync(string connection, DivergedDocuments diverged, LedgerQueries queries, IReadOnlyList<CustomerDescription> customers, CancellationToken cancellationToken)
    {
        var divergence = diverged.Divergence;
        if (RootOrders.Names(orders.Confirm, divergence.Root, divergence.Shown))
        {
            Close(connection, divergence);
            return new(CheckArea.Folder, $"{divergence.Shown}: nothing is missing, as you say");
        }

        return diverged.Count > 0 && RootOrders.Names(orders.Redeliver, divergence.Root, divergence.Shown)
            ? await RedeliverAsync(connection, divergence, queries, cancellationToken)
            : new(CheckArea.Folder, divergence.Shown, DivergenceSentences.Problem(diverged, customers), DivergenceSentences.Remedy(divergence));
    }

    /// <summary>Asks the Console for a further delivery of each, since only the Console gives delivery numbers. Asking twice gives the same one.</summary>
    private async Task<Finding> RedeliverAsync(string connection, Divergence divergence, LedgerQueries queries, CancellationToken cancellationToken)
    {
        var documents = (await queries.DivergencesAsync(divergence.Root, int.MaxValue, cancellationToken)).Single(one => one.Divergence.Kind == divergence.Kind).Documents;
        var source = services.GetRequiredKeyedService<IDocumentSource>(connection);
        var asked = 0;
        string? refusal = null;
        foreach (var document in documents.Select(one => one.Entry.Document))
        {
            try
            {
                await source.RedeliverAsync(document.Id, document.DeliveryNumber, cancellationToken);
                asked++;
            }
            catch (SourceException e)
            {
                refusal ??= $"{document.Title}: {e.Message}";
                if (e.Failure != SourceFailure.Refused) break;
            }
        }

        var count = string.Create(CultureInfo.InvariantCulture, $"{asked} of {documents.Count}");
        if (refusal is not null)
        {
            return new(CheckArea.Folder, divergence.Shown, $"The Console delivers {count} documents again. {refusal}",
                $"Say the same again for the others: none is delivered twice for it. If they cannot be had any more, close this with: {RootStandings.Order("--confirm", divergence.Shown)}");
        }

        Close(connection, divergence);
        return new(CheckArea.Folder, $"{divergence.Shown}: the Console delivers {count} documents again");
    }

    private void Close(string connection, Divergence divergence) => Divergences.Close(ConnectionFiles.Ledger(settings, connection), divergence);
}
