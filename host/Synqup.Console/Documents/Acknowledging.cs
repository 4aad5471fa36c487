using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary><c>POST /api/v1/acknowledgements</c>: what became of deliveries, judged by who was given them, or took over what that one left.</summary>
internal static class Acknowledging
{
    private const int Most = 1000;
    private const int LongestReason = 2000;

    public static async Task<IResult> PostAsync(HttpContext context, ConsoleDb db, Writing writing, AcknowledgementBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Items.Count > Most)
            return Problem.Of(ProblemType.TooLarge, $"A batch has {Most} acknowledgements at most.");
        var caller = context.Caller();
        var results = await writing.RunAsync(caller.OfficeId, _ => ApplyAsync(db, caller, batch.Items, cancellationToken), cancellationToken);
        return TypedResults.Ok(new AcknowledgementResults(results));
    }

    private static async Task<List<AcknowledgementResult>> ApplyAsync(ConsoleDb db, Caller caller, IReadOnlyList<Acknowledgement> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(item => item?.DocumentId).OfType<string>().Distinct().ToList();
        var documents = await db.Documents.Where(row => ids.Contains(row.Id) && row.OfficeId == caller.OfficeId)
            .Select(row => new CurrentDelivery { DocumentId = row.Id, Number = row.DeliveryNumber, AgentId = row.AgentId, State = row.State, Reason = row.Reason, InDoubt = row.InDoubt })
            .ToDictionaryAsync(row => row.DocumentId, cancellationToken);
        var agent = caller.Agent!.Id;
        var foreign = documents.Values.Where(row => row.AgentId != agent).Select(row => row.DocumentId).ToList();
        var owned = foreign.Count == 0 ? [] : await db.Documents.Where(row => foreign.Contains(row.Id)).OwnedBy(agent, db).Select(row => row.Id).ToHashSetAsync(cancellationToken);
        var past = await db.PastDeliveries.AsNoTracking().Where(row => ids.Contains(row.DocumentId)).ToDictionaryAsync(row => (row.DocumentId, row.Number), cancellationToken);
        using var writer = new AcknowledgementWriter(db, agent);
        var results = new List<AcknowledgementResult>(items.Count);
        foreach (var item in items)
        {
            var (status, detail) = Judge(item);
            results.Add(new(item?.DocumentId ?? "", item?.DeliveryNumber ?? 0, item?.Outcome ?? default, status, detail));
        }

        return results;

        (AcknowledgementStatus Status, string? Detail) Judge(Acknowledgement? item)
        {
            if (Mistake(item) is { } mistake)
                return (AcknowledgementStatus.Invalid, mistake);
            if (!documents.TryGetValue(item!.DocumentId, out var document))
                return (AcknowledgementStatus.Unknown, "This office has no such document.");
            if (past.TryGetValue((item.DocumentId, item.DeliveryNumber), out var earlier))
            {
                return earlier.AgentId == agent || document.AgentId == agent || owned.Contains(item.DocumentId)
                    ? (AcknowledgementStatus.Superseded, $"Delivery {document.Number} took its place.")
                    : (AcknowledgementStatus.NotAssigned, "This delivery was given to another agent.");
            }

            if (item.DeliveryNumber != document.Number)
                return (AcknowledgementStatus.Unknown, "This delivery number was never given.");
            if (document.AgentId != agent && !owned.Contains(item.DocumentId))
                return (AcknowledgementStatus.NotAssigned, "This delivery was given to another agent.");
            if (document.AgentId != agent)
            {
                writer.Take(item.DocumentId);
                document.AgentId = agent;
            }
            writer.Remember(item);
            var before = (document.State, document.Reason, document.InDoubt);
            var judged = Advance(document, item);
            if ((document.State, document.Reason, document.InDoubt) != before)
                writer.Keep(document);
            return judged;
        }
    }

    private static (AcknowledgementStatus Status, string? Detail) Advance(CurrentDelivery document, Acknowledgement item)
    {
        var (wanted, shown) = item.Outcome switch
        {
            AcknowledgementOutcome.Forwarded => (DocumentState.Forwarded, document.State is DocumentState.Forwarded or DocumentState.PickedUp),
            AcknowledgementOutcome.Error => (DocumentState.Error, document.State == DocumentState.Error),
            _ => (DocumentState.PickedUp, document.State == DocumentState.PickedUp),
        };
        if (shown)
        {
            // A later sentence about the same error is the better one.
            if (item.Outcome == AcknowledgementOutcome.Error)
                (document.Reason, document.InDoubt) = (item.Reason, item.Files.Count > 0);
            return (AcknowledgementStatus.AlreadyKnown, null);
        }

        var allowed = (document.State, wanted) is (DocumentState.ToBeFetched, DocumentState.Forwarded or DocumentState.Error)
            or (DocumentState.Error, DocumentState.Forwarded) or (DocumentState.Forwarded, DocumentState.PickedUp);
        if (!allowed)
            return (AcknowledgementStatus.Accepted, $"Ignored: the document stays {JsonNamingPolicy.CamelCase.ConvertName(document.State.ToString())}.");
        document.State = wanted;
        (document.Reason, document.InDoubt) = wanted == DocumentState.Error ? (item.Reason, item.Files.Count > 0) : (null, false);
        return (AcknowledgementStatus.Accepted, null);
    }

    private static string? Mistake(Acknowledgement? item) =>
        item is null ? "The item is empty."
        : string.IsNullOrEmpty(item.DocumentId) ? "The item names no document."
        : item.DeliveryNumber < 1 ? "Delivery numbers begin at 1."
        : item.Files is null || item.Files.Any(file => file?.Path is null || file.Sha256 is null) ? "A file has no path or no hash."
        : item.Reason?.Length > LongestReason ? $"The reason has more than {LongestReason} characters."
        : null;
}
