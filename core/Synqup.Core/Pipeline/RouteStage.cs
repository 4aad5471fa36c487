using System.Threading.Channels;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Pipeline;

/// <summary>Gives each document its destination by the configuration of this moment.</summary>
internal sealed class RouteStage(string source, ConfigurationFeed configuration, RootLanes lanes, Outcomes outcomes)
{
    public async Task RunAsync(ChannelReader<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        while (await entries.WaitToReadAsync(cancellationToken))
        {
            List<(LedgerEntry, string)> waiting = [], passing = [], refused = [];
            while (entries.TryRead(out var entry))
            {
                switch (Route(entry))
                {
                    case (Routed routed, { } document):
                        if (await lanes.AddAsync(routed, document, cancellationToken) is { } offline)
                            passing.Add((entry, offline));
                        break;
                    case (Unroutable unroutable, _):
                        (configuration.Table is null ? passing : waiting).Add((entry, unroutable.Reason));
                        break;
                    case (Refused refusal, _):
                        refused.Add((entry, refusal.Reason));
                        break;
                }
            }
            await outcomes.WaitAsync(waiting, null, passes: false, cancellationToken);
            await outcomes.WaitAsync(passing, null, passes: true, cancellationToken);
            await outcomes.RejectAsync(refused, cancellationToken);
        }
    }

    /// <summary>What a configuration that has changed since says of staged sets, just before they bind.</summary>
    public Rerouted Again(RoutedDocument document)
    {
        if (configuration.Table?.Version == document.Version)
            return Rerouted.Same;
        return Route(document.Entry) switch
        {
            (Routed, { } again) => Rerouted.To(again.Set),
            (Unroutable unroutable, _) => Rerouted.Drop(unroutable.Reason),
            (Refused refused, _) => Rerouted.Drop(refused.Reason),
            _ => Rerouted.Same,
        };
    }

    private SetPlan Set(LedgerEntry entry, Routed routed) =>
        new(source, entry.Document, routed.Configuration.Id, routed.Plan)
        {
            MayCreateFolder = routed.Configuration.MissingFolder != MissingFolder.Report,
            QuarantineWhenTaken = routed.Configuration.NameTaken == NameTaken.Quarantine,
        };

    private (RoutingResult, RoutedDocument?) Route(LedgerEntry entry)
    {
        if (configuration.Table is not { } table)
            return (new Unroutable("The configuration has not been received from the Console yet."), null);
        var result = table.Route(entry.Document);
        return result is Routed routed
            ? (result, new RoutedDocument(entry, Set(entry, routed), table.Version))
            : (result, null);
    }
}
