using Microsoft.Extensions.Logging;
using Synqup.Core.Health;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Pipeline;

/// <summary>Tells the source what became of documents, from the ledger's outbox, until the source has answered for each.</summary>
internal sealed partial class AcknowledgeStage(PipelineParts parts, RunMode mode)
{
    private const int BatchSize = 1000;

    private readonly ILogger _logger = parts.Log<AcknowledgeStage>();

    /// <summary>Set when answers are durable: manifests may be closed.</summary>
    public Signal Answered { get; } = new();

    /// <param name="answered">Called after answers are durable.</param>
    public async Task RunAsync(Action answered, CancellationToken cancellationToken)
    {
        var (source, ledger) = (parts.Source, parts.Ledger);
        for (var outage = new Outage(mode, parts.Time); ;)
        {
            var changed = ledger.OutboxChanged(source.Name);
            var batch = await ledger.OutboxAsync(source.Name, BatchSize, cancellationToken);
            if (batch.Count == 0)
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }
            try
            {
                outage.Asking();
                var results = await source.AcknowledgeAsync(batch, cancellationToken);
                outage.Answered();
                await ledger.AnsweredAsync(source.Name, results, cancellationToken);
                parts.Progress.Acknowledged(results.Count(r => r.Outcome == AcknowledgementOutcome.Forwarded));
                answered();
                Answered.Set();
                foreach (var result in results)
                {
                    if (result.Status == AcknowledgementStatus.Invalid)
                    {
                        parts.Health.Raise("acknowledgement.invalid", $"{source.Name}: {result.DocumentId}", HealthSeverity.Warning,
                            $"{source.Name} refuses to be told about document {result.DocumentId}: {Sentence.Ended(result.Detail ?? "it gave no reason")}",
                            "The document itself is where it belongs. Check that agent and Console have versions that fit, and tell who runs the Console.");
                    }
                    else
                    {
                        // It is asked again when the source lists the document again, and at a redelivery.
                        parts.Health.Clear("acknowledgement.invalid", $"{source.Name}: {result.DocumentId}");
                    }
                    if (result.Status is not (AcknowledgementStatus.Accepted or AcknowledgementStatus.AlreadyKnown))
                        NotAccepted(_logger, source.Name, result.DocumentId, result.DeliveryNumber, result.Status, result.Detail);
                }
            }
            catch (SourceException e) when (outage.MayWait(e))
            {
                // The health problem of the source is raised where all its calls pass; the outbox is durable and simply waits.
                if (outage.Failures == 0)
                    Waiting(_logger, source.Name, batch.Count, e.Message);
                await outage.WaitAsync(e, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} answered for document {Document}, delivery {Delivery}: {Status} {Detail}")]
    private static partial void NotAccepted(ILogger logger, string source, string document, long delivery, AcknowledgementStatus status, string? detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} acknowledgements for {Source} wait: {Problem}")]
    private static partial void Waiting(ILogger logger, string source, int count, string problem);
}
