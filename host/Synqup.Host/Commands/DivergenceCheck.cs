using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
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
            return Divergences.Close(ConnectionFiles.Ledger(settings, connection), divergence)
                ? new(CheckArea.Folder, $"{divergence.Shown}: nothing is missing, as you say")
                : new(CheckArea.Folder, divergence.Shown, "More batches were found while you looked at these.", "Look at all of them with 'synqup check', and then say the same again.");
        }

        if (diverged.Count == 0 || !RootOrders.Names(orders.Redeliver, divergence.Root, divergence.Shown))
            return new(CheckArea.Folder, divergence.Shown, DivergenceSentences.Problem(diverged, customers), DivergenceSentences.Remedy(divergence));
        var documents = (await queries.DivergencesAsync(divergence.Root, int.MaxValue, cancellationToken)).Single(one => one.Divergence.Kind == divergence.Kind).Documents;
        return await RedeliverAsync(connection, CheckArea.Folder, divergence.Shown, RootStandings.Order("--confirm", divergence.Shown), documents, cancellationToken);
    }

    /// <summary>What the Console knows and the connection's ledger did not; null when there is nothing.</summary>
    public async Task<Finding?> FindingAsync(string connection, LedgerQueries queries, IReadOnlyList<CustomerDescription> customers, CancellationToken cancellationToken)
    {
        if (await queries.LearnedAsync(connection, DivergenceSentences.Named, cancellationToken) is not { } learned)
            return null;
        if (RootOrders.Names(orders.Confirm, connection, connection))
        {
            Learning.Close(ConnectionFiles.Ledger(settings, connection), connection, learned.Last);
            return new(CheckArea.Ledger, $"{connection}: nothing is missing, as you say");
        }

        if (!RootOrders.Names(orders.Redeliver, connection, connection))
            return new(CheckArea.Ledger, connection, DivergenceSentences.Problem(learned, customers), DivergenceSentences.Remedy(learned));
        var documents = (await queries.LearnedAsync(connection, int.MaxValue, cancellationToken))?.Documents ?? [];
        return await RedeliverAsync(connection, CheckArea.Ledger, connection, $"synqup check --confirm {connection}", documents, cancellationToken);
    }

    /// <summary>
    /// Asks the Console for a further delivery of each. Its answer does not say that this agent will fetch the document, so that the problem
    /// stays until it is listed.
    /// </summary>
    private async Task<Finding> RedeliverAsync(string connection, CheckArea area, string place, string close, IReadOnlyList<HistoryItem> documents, CancellationToken cancellationToken)
    {
        var redelivering = new Redelivering(services.GetRequiredKeyedService<IDocumentSource>(connection), ConnectionFiles.Ledger(settings, connection), TimeProvider.System);
        var (results, failure) = await redelivering.AskAsync([.. documents.Select(one => Redeliverable.Of(one.Entry))], Deciding.Who(), $"They may be missing in {place}.", static () => { }, cancellationToken);
        var refused = results.FirstOrDefault(one => one.Ending is not (RedeliveryEnding.Asked or RedeliveryEnding.AlreadyAsked));
        var count = string.Create(CultureInfo.InvariantCulture, $"{results.Count(one => one.Ending is RedeliveryEnding.Asked or RedeliveryEnding.AlreadyAsked)} of {results.Count}");
        if (refused is not null)
        {
            return new(area, place, $"{count} documents are asked for; the problem ends when all are listed. {refused.Document.Document.Title}: {failure?.Message ?? refused.Sentence}",
                $"Say the same again for the others: none is delivered twice for it. If they cannot be had any more, close this with: {close}");
        }

        return new(area, $"{place}: {count} documents are asked for; the problem ends when they are listed");
    }
}
