using System.Text.Json;
using Synqup.Core.Sources.Portal.Calls;
using Synqup.Core.Sources.Portal.Failures;

namespace Synqup.Core.Sources.Portal;

/// <summary>Sends acknowledgements in batches that the Console takes; one that it refuses whole is halved until the culprit stands alone.</summary>
internal sealed class AcknowledgementSender(IPortalCalls calls, PortalFailures failures)
{
    private const int MostItems = 1000;

    /// <summary>Stays below the server's limit of 1 MiB for a body.</summary>
    private const int MostCharacters = 700 * 1024;

    public async Task<IReadOnlyList<AcknowledgementResult>> SendAsync(IReadOnlyList<Acknowledgement> items, CancellationToken cancellationToken)
    {
        var results = new List<AcknowledgementResult>(items.Count);
        for (var start = 0; start < items.Count;)
        {
            var count = CountThatFits(items, start);
            await SendAsync([.. items.Skip(start).Take(count)], results, cancellationToken);
            start += count;
        }

        return results;
    }

    private async Task SendAsync(Acknowledgement[] batch, List<AcknowledgementResult> results, CancellationToken cancellationToken)
    {
        try
        {
            var answer = (await calls.AcknowledgeAsync(new AcknowledgementBatch(batch), cancellationToken)).Items;
            if (answer?.Count != batch.Length || !answer.Zip(batch).All(pair => IsAbout(pair.First, pair.Second)))
                throw failures.FromUnreadable(new JsonException("The answers are not about the acknowledgements that were sent."));
            results.AddRange(answer);
        }
        catch (SourceException refusal) when (refusal is { Failure: SourceFailure.Refused, Status: 400 or 413 or 422 })
        {
            if (batch is [var culprit])
            {
                results.Add(new AcknowledgementResult(
                    culprit.DocumentId, culprit.DeliveryNumber, culprit.Outcome, AcknowledgementStatus.Invalid, refusal.Message));
                return;
            }

            var half = batch.Length / 2;
            await SendAsync(batch[..half], results, cancellationToken);
            await SendAsync(batch[half..], results, cancellationToken);
        }
    }

    private static bool IsAbout(AcknowledgementResult result, Acknowledgement item) =>
        result.DocumentId == item.DocumentId && result.DeliveryNumber == item.DeliveryNumber && result.Outcome == item.Outcome;

    private static int CountThatFits(IReadOnlyList<Acknowledgement> items, int start)
    {
        var count = 0;
        for (var characters = 0; start + count < items.Count && count < MostItems; count++)
        {
            var item = items[start + count];
            characters += 200 + (item.Reason?.Length ?? 0) + item.Files.Sum(file => 150 + file.Path.Length);
            if (characters > MostCharacters && count > 0)
                break;
        }

        return count;
    }
}
