using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

internal enum RedeliveryEnding
{
    /// <summary>The source gives it as a further delivery.</summary>
    Asked,

    /// <summary>It was asked for before, and comes once for both.</summary>
    AlreadyAsked,

    /// <summary>The source gives it a further delivery number, and does not offer it to this agent.</summary>
    NotOffered,

    Refused,

    /// <summary>It did not come to that.</summary>
    NotAsked,
}

/// <param name="Next">The number of the further delivery; null where none is known.</param>
/// <param name="Sentence">What came of it, for people; null where nobody was asked.</param>
internal sealed record RedeliveryResult(Redeliverable Document, RedeliveryEnding Ending, long? Next, string? Sentence);

/// <param name="Failure">Why it ended before all were asked for; null where all were, or it was stopped.</param>
internal sealed record RedeliveryReport(IReadOnlyList<RedeliveryResult> Results, SourceException? Failure);

/// <summary>
/// Asks the source for further deliveries of documents that are known here: only it gives delivery numbers. Each call names the number that
/// it replaces, so that the same again gives the same next one. Who asked is kept in the ledger, also beside the agent that works with it.
/// </summary>
internal sealed class Redelivering(IDocumentSource source, string ledger, TimeProvider time)
{
    /// <summary>Documents between two commits of what came of them.</summary>
    private const int Together = 50;

    /// <param name="asked">Called after each document.</param>
    /// <param name="cancellationToken">Ends it after the document that is being asked for; what was asked for until then is in the answer.</param>
    /// <exception cref="LedgerException">The ledger cannot be written.</exception>
    public async Task<RedeliveryReport> AskAsync(IReadOnlyList<Redeliverable> documents, string who, string? why, Action asked, CancellationToken cancellationToken)
    {
        var results = new List<RedeliveryResult>(documents.Count);
        SourceException? failure = null;
        foreach (var some in documents.Chunk(Together))
        {
            if (failure is not null || cancellationToken.IsCancellationRequested)
            {
                results.AddRange(some.Select(NotAsked));
                continue;
            }

            var entries = Redeliveries.Begin(ledger, some, who, time.GetUtcNow(), why);
            var answers = new List<RedeliveryResult>(some.Length);
            foreach (var document in some)
            {
                (var answer, failure) = failure is null && !cancellationToken.IsCancellationRequested ? await AskAsync(document) : (NotAsked(document), failure);
                answers.Add(answer);
                if (answer.Ending is not RedeliveryEnding.NotAsked)
                    asked();
            }

            (answers, failure) = await OfferedAsync(answers, failure);
            Redeliveries.End(ledger, [.. answers.Zip(entries, (answer, entry) => (entry, Succeeded(answer), answer.Sentence ?? ""))], who, time.GetUtcNow());
            results.AddRange(answers);
        }

        return new RedeliveryReport(results, failure);
    }

    private static bool? Succeeded(RedeliveryResult result) => result.Sentence is null ? null : result.Ending is RedeliveryEnding.Asked or RedeliveryEnding.AlreadyAsked;

    private static RedeliveryResult NotAsked(Redeliverable document) => new(document, RedeliveryEnding.NotAsked, null, null);

    /// <summary>A call that was begun is waited for: without its answer nobody knows what it did.</summary>
    private async Task<(RedeliveryResult Result, SourceException? Failure)> AskAsync(Redeliverable document)
    {
        var number = document.Document.DeliveryNumber;
        if (document.IsOnItsWay)
            return (new(document, RedeliveryEnding.AlreadyAsked, number, $"It was asked for already: delivery {number} is on its way."), null);
        try
        {
            var next = (await source.RedeliverAsync(document.Document.Id, number, CancellationToken.None)).DeliveryNumber;
            return document.IsAsked
                ? (new(document, RedeliveryEnding.AlreadyAsked, next, $"It was asked for already: {source.Name} gives it as delivery {next}."), null)
                : (new(document, RedeliveryEnding.Asked, next, $"{source.Name} gives it as delivery {next}."), null);
        }
        catch (SourceException e) when (e.Failure == SourceFailure.Refused)
        {
            return (new(document, RedeliveryEnding.Refused, null, e.Status == 404
                ? $"{source.Name} has no delivery {number} of it for this agent: it was removed there, or is another agent's now. The office can look at it in the Console, and deliver it again from there."
                : Sentence.Ended(e.Message)), null);
        }
        catch (SourceException e) when (e.Failure == SourceFailure.Unavailable)
        {
            // It may have been done, and only its answer lost.
            return (NotAsked(document) with { Sentence = $"It is not known whether {source.Name} did it. Said again, it comes once for both." }, e);
        }
        catch (SourceException e)
        {
            return (NotAsked(document), e);
        }
    }

    /// <summary>A further delivery is given also to documents that no agent may fetch; nobody would say why they do not come.</summary>
    private async Task<(List<RedeliveryResult> Results, SourceException? Failure)> OfferedAsync(List<RedeliveryResult> results, SourceException? failure)
    {
        var given = results.Where(one => one.Next is not null).Select(one => one.Document.Document with { DeliveryNumber = one.Next!.Value }).ToList();
        if (failure is not null || given.Count == 0)
            return (results, failure);
        try
        {
            var refused = await source.RefusedAsync(given, CancellationToken.None);
            return ([.. results.Select(one => one.Next is { } next && refused.TryGetValue(one.Document.Document.Id, out var refusal) && refusal.Absence == Absence.Withdrawn
                ? one with { Ending = RedeliveryEnding.NotOffered, Sentence = $"Delivery {next} is given, but not offered to this agent: {Sentence.Ended(refusal.Reason)} It travels by itself once it is offered." }
                : one)], null);
        }
        catch (SourceException e)
        {
            return (results, e);
        }
    }
}
