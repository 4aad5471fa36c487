using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary><c>GET /api/v1/documents</c>: what is to be fetched, in the order in which it became so.</summary>
internal static class Listing
{
    public static async Task<IResult> GetAsync(
        HttpContext context, ConsoleDb db, Writing writing, ChangeSignal signal, TimeProvider time, IHostApplicationLifetime lifetime,
        long? after, [Range(1, 1000)] int limit = 100, [Range(0, 60)] int wait = 0)
    {
        var mistakes = new Mistakes();
        if (limit is < 1 or > 1000)
            mistakes.Add("limit", "Choose from 1 to 1000.");
        if (wait is < 0 or > 60)
            mistakes.Add("wait", "Choose from 0 to 60 seconds.");
        if (mistakes.Any)
            return Problem.Invalid(mistakes.Errors);

        var caller = context.Caller();
        var started = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        while (true)
        {
            // Asked for before looking, so that what comes in between wakes too. A changed configuration ends the poll, since the agent asks for it before the next one.
            var (changed, reconfigured) = (signal.Next(caller.OfficeId), signal.NextOfSettings(caller.OfficeId));
            var newest = await db.Offices.Where(office => office.Id == caller.OfficeId).Select(office => office.LastSequence).SingleAsync(context.RequestAborted);
            var catchUp = await db.Agents.Where(row => row.Id == caller.Agent!.Id).Select(row => row.CatchUpThrough).SingleAsync(context.RequestAborted);
            if (after < 0 || after > newest)
                return Problem.Of(ProblemType.UnknownSequence, $"The sequence {after} was never given here: start without 'after'.");
            if (await ToList(db, caller.Agent!.Id, after ?? 0, after is null ? long.MaxValue : catchUp).AnyAsync(context.RequestAborted))
                return TypedResults.Ok(await writing.RunAsync(caller.OfficeId, _ => PageAsync(db, caller, after, limit, context.RequestAborted), context.RequestAborted));

            var left = TimeSpan.FromSeconds(wait) - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !await WokenAsync(Task.WhenAny(changed, reconfigured), left, time, stop.Token) || reconfigured.IsCompleted)
                return TypedResults.Ok(new DocumentPage([], Math.Max(after ?? 0, newest)));
        }
    }

    private static IQueryable<StoredDocument> ToList(ConsoleDb db, string agentId, long after, long errorsThrough) => db.Documents.AsNoTracking()
        .Where(row => row.AgentId == agentId && row.Offered && row.Sequence > after
            && (row.State == DocumentState.ToBeFetched || (row.State == DocumentState.Error && row.Sequence <= errorsThrough)));

    /// <summary>In a transaction: that a document was listed to this agent is known before the agent knows the document.</summary>
    private static async Task<DocumentPage> PageAsync(ConsoleDb db, Caller caller, long? after, int limit, CancellationToken cancellationToken)
    {
        var agent = await db.Agents.SingleAsync(row => row.Id == caller.Agent!.Id, cancellationToken);
        var newest = await db.Offices.Where(office => office.Id == caller.OfficeId).Select(office => office.LastSequence).SingleAsync(cancellationToken);
        if (after is null)
            agent.CatchUpThrough = newest;
        // While paging from the start, what is in error belongs to the pages after the first too. It stays so: a page that was lost is
        // asked for again, and who is further asks for nothing up to there.
        var rows = await ToList(db, agent.Id, after ?? 0, agent.CatchUpThrough)
            .OrderBy(row => row.Sequence).Take(limit).Include(row => row.Parts.OrderBy(part => part.Ordinal)).ToListAsync(cancellationToken);
        var next = rows.Count == limit ? rows[^1].Sequence : newest;
        agent.ListedThrough = Math.Max(agent.ListedThrough, next);
        return new([.. rows.Select(Describe)], next);
    }

    private static async Task<bool> WokenAsync(Task changed, TimeSpan left, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(left, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The Console stops, or nobody listens any more: an empty page ends the poll.
            return false;
        }
    }

    public static DocumentDescription Describe(StoredDocument row) => new()
    {
        Id = row.Id,
        Sequence = row.Sequence,
        DeliveryNumber = row.DeliveryNumber,
        EnterpriseId = row.EnterpriseId,
        Kind = row.Kind,
        Number = row.Number,
        IssueDate = row.IssueDate,
        DueDate = row.DueDate,
        Currency = row.Currency,
        Total = row.Total,
        Supplier = Party(row.SupplierName, row.SupplierVat, row.SupplierNumber),
        Customer = Party(row.CustomerName, row.CustomerVat, row.CustomerNumber),
        Account = row.Account,
        StatementNumber = row.StatementNumber,
        Year = row.Year,
        Holder = row.Holder,
        Parts = [.. row.Parts.Select(part => new PartDescription(part.Name, part.MediaType, part.Size, part.Sha256, part.EmbeddedIn))],
    };

    private static PartyDescription? Party(string? name, string? vat, string? number) => name is null && vat is null && number is null ? null : new(name, vat, number);
}
