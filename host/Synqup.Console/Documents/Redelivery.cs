using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary>Asking for a document once more. What it replaces is named, so that asking twice gives one delivery.</summary>
internal static class Redelivery
{
    public static async Task<IResult> PostAsync(string id, RedeliveryRequest request, HttpContext context, ConsoleDb db, Writing writing, Offering offering, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return await writing.RunAsync<IResult>(
            caller.OfficeId,
            async changes =>
            {
                var agent = caller.Agent!.Id;
                var document = await db.Documents.SingleOrDefaultAsync(row => row.Id == id && row.OfficeId == caller.OfficeId, cancellationToken);
                if (document is null || (document.AgentId != agent && !await db.Documents.Where(row => row.Id == id).OwnedBy(agent, db).AnyAsync(cancellationToken)))
                    return Problem.NotFound("document of this agent");
                return await NextAsync(document, request.Replaces, db, offering, changes, cancellationToken) is { } next
                    ? TypedResults.Ok(new RedeliveryAnswer(id, next))
                    : Problem.NotFound($"delivery {request.Replaces} of document {id}");
            },
            cancellationToken);
    }

    /// <summary>The number of the delivery that takes the place of <paramref name="replaces"/>; null when that was never given.</summary>
    public static async Task<long?> NextAsync(StoredDocument document, long replaces, ConsoleDb db, Offering offering, Changes changes, CancellationToken cancellationToken)
    {
        if (replaces == document.DeliveryNumber)
        {
            await offering.RedeliverAsync(document, changes, cancellationToken);
            return document.DeliveryNumber;
        }

        return await db.PastDeliveries.Where(past => past.DocumentId == document.Id && past.Number == replaces).Select(past => (long?)past.Next).SingleOrDefaultAsync(cancellationToken);
    }
}
