using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary><c>GET /api/v1/deliveries</c>: what an agent said that it delivered, for one that may have forgotten it.</summary>
internal static class Delivered
{
    public static async Task<IResult> GetAsync(HttpContext context, ConsoleDb db, [Range(0, long.MaxValue)] long after = 0, [Range(1, 1000)] int limit = 100, CancellationToken cancellationToken = default)
    {
        var mistakes = new Mistakes();
        if (after < 0)
            mistakes.Add("after", "Name a sequence, or leave it out.");
        if (limit is < 1 or > 1000)
            mistakes.Add("limit", "Choose from 1 to 1000.");
        if (mistakes.Any)
            return Problem.Invalid(mistakes.Errors);

        // One after the other, since the index of the order begins with them.
        var (offered, others) = (await FindAsync(context, db, true, after, limit, cancellationToken), await FindAsync(context, db, false, after, limit, cancellationToken));
        var rows = offered.Concat(others).OrderBy(row => row.Sequence).Take(limit).ToList();
        var ids = rows.Select(row => row.Id).ToList();
        var said = await db.Acknowledgements.AsNoTracking().Where(row => ids.Contains(row.DocumentId) && row.Outcome == AcknowledgementOutcome.Forwarded).ToDictionaryAsync(row => (row.DocumentId, row.DeliveryNumber), cancellationToken);
        return TypedResults.Ok(new DeliveredPage([.. rows.Select(row => Describe(row, said.GetValueOrDefault((row.Id, row.DeliveryNumber))))], rows.Count > 0 ? rows[^1].Sequence : after));
    }

    private static Task<List<StoredDocument>> FindAsync(HttpContext context, ConsoleDb db, bool offered, long after, int limit, CancellationToken cancellationToken)
    {
        var agent = context.Agent().Id;
        return db.Documents.AsNoTracking()
            .Where(row => row.AgentId == agent && row.Offered == offered && row.Sequence > after && (row.State == DocumentState.Forwarded || row.State == DocumentState.PickedUp))
            .OrderBy(row => row.Sequence).Take(limit).Include(row => row.Parts.OrderBy(part => part.Ordinal)).ToListAsync(cancellationToken);
    }

    private static DeliveredDocument Describe(StoredDocument row, StoredAcknowledgement? said) => new(
        Listing.Describe(row), said?.At ?? row.ArrivedAt, said is null ? [] : JsonSerializer.Deserialize(said.Files, PortalJson.Default.IReadOnlyListAcknowledgedFile)!);
}
