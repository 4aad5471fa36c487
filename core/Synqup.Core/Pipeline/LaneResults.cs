using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Pipeline;

/// <summary>Says of each set of a batch how it ended, and takes it out of flight.</summary>
internal sealed partial class LaneResults(DeliveryRoot root, LaneContext context)
{
    public async Task ApplyAsync(IReadOnlyList<SetResult> results, Dictionary<SetKey, RoutedDocument> documents, CancellationToken cancellationToken)
    {
        List<LedgerEntry> settled = [], parked = [];
        List<(LedgerEntry, string)> deferred = [], withdrawn = [];
        List<Setback> quarantined = [];
        var delivered = 0;
        foreach (var result in results)
        {
            var entry = documents[result.Set.Key].Entry;
            switch (result.Ending)
            {
                case SetEnding.Delivered or SetEnding.AlreadyDelivered:
                    delivered++;
                    settled.Add(entry);
                    Delivered(context.Logger, entry.Document.Title, entry.Document.Id, root.Identity.Shown, result.File!);
                    break;
                case SetEnding.Quarantined:
                    settled.Add(entry);
                    if (!result.Settled)
                        quarantined.Add(new Setback(entry.Id, result.Reason!, ReportError: true, Obstacle: result.Obstacle));
                    context.Parts.Progress.Quarantined(1);
                    Quarantined(context.Logger, entry.Document.Title, entry.Document.Id, root.Identity.Shown, result.Reason);
                    break;
                case SetEnding.Deferred:
                    deferred.Add((entry, result.Reason!));
                    break;
                case SetEnding.Withdrawn:
                    withdrawn.Add((entry, result.Reason!));
                    break;
                case SetEnding.Dropped or SetEnding.Restage or SetEnding.Pending:
                    // Routed anew by the backlog, or settled when the root is opened again.
                    parked.Add(entry);
                    break;
            }
        }
        if (quarantined.Count > 0)
            await context.Parts.Ledger.QuarantineAsync(quarantined, cancellationToken);
        context.Parts.Progress.Delivered(delivered);
        context.Outcomes.Park(settled);
        await context.Outcomes.DeferAsync(deferred, root.Identity.Shown, cancellationToken);
        if (await context.Outcomes.WithdrawAsync(withdrawn, cancellationToken))
            context.Outcomes.Park(withdrawn.Select(w => w.Item1));
        else
            parked.AddRange(withdrawn.Select(w => w.Item1));
        if (parked.Count > 0)
        {
            context.Outcomes.Park(parked);
            context.Backlog.Set();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Document {Number} ({Document}) delivered to {Destination}: {File}")]
    private static partial void Delivered(ILogger logger, string number, string document, string destination, string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "Document {Number} ({Document}) for {Destination} needs a person: {Reason}")]
    private static partial void Quarantined(ILogger logger, string number, string document, string destination, string? reason);
}
