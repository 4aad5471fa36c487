using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Content;
using Synqup.Console.Data;
using Synqup.Console.Documents;
using Synqup.Console.Problems;

namespace Synqup.Console.OfficeSide;

internal sealed record AgentList(IReadOnlyList<AgentView> Items);

/// <param name="ReplacedBy">The agent that took its place; null when none did.</param>
/// <param name="Gone">A manager confirmed that it will never deliver anything again.</param>
/// <param name="Heartbeat">The last one as it came: version, plugins, health.</param>
internal sealed record AgentView(
    string Id, string Name, string Machine, AgentState State, string? ReplacedBy, bool Gone, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt, JsonElement? Heartbeat)
{
    public static AgentView Of(Agent row) => new(
        row.Id, row.Name, row.Machine, row.State, row.ReplacedBy, row.Gone, row.CreatedAt, row.LastSeenAt, row.Heartbeat is null ? null : JsonElement.Parse(row.Heartbeat));
}

/// <param name="By">The id of the agent that takes the place.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplacementBody(string? By);

internal sealed record DiagnosticsList(IReadOnlyList<DiagnosticsView> Items);

internal sealed record DiagnosticsView(string Id, DateTimeOffset At, long Size, string MediaType);

internal static class Agents
{
    public static async Task<IResult> ListAsync(HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        var rows = await db.Agents.AsNoTracking().Where(row => row.OfficeId == office).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(new AgentList([.. rows.Select(AgentView.Of)]));
    }

    public static async Task<IResult> GetAsync(string id, HttpContext context, ConsoleDb db, CancellationToken cancellationToken) =>
        await FindAsync(id, context, db, cancellationToken) is { } row ? TypedResults.Ok(AgentView.Of(row)) : Problem.NotFound("agent");

    public static Task<IResult> ReplaceAsync(string id, HttpContext context, ConsoleDb db, Writing writing, Offering offering, ReplacementBody body, CancellationToken cancellationToken) => writing.RunAsync(
        context.Caller().OfficeId,
        async changes =>
        {
            if (await FindAsync(id, context, db, cancellationToken) is not { } row)
                return Problem.NotFound("agent");
            var heir = body.By is null || body.By == id ? null : await FindAsync(body.By, context, db, cancellationToken);
            if (heir is not { State: AgentState.Active })
            {
                var mistakes = new Mistakes();
                mistakes.Add("by", "Name another active agent of this office.");
                return Problem.Invalid(mistakes.Errors);
            }

            if (row.State != AgentState.Revoked)
                row.State = AgentState.Replaced;
            row.ReplacedBy = heir.Id;
            row.Informed = false;
            var moved = await db.Configurations.Where(configuration => configuration.AgentId == id).ToListAsync(cancellationToken);
            foreach (var configuration in moved)
                configuration.AgentId = heir.Id;
            await db.SaveChangesAsync(cancellationToken);
            var ids = moved.Select(configuration => configuration.Id).ToList();
            await offering.DecideAnewAsync(db.Enterprises.Where(enterprise => ids.Contains(enterprise.ConfigurationId!)), null, changes, cancellationToken);
            return TypedResults.Ok(AgentView.Of(row));
        },
        cancellationToken);

    public static Task<IResult> GoneAsync(string id, HttpContext context, ConsoleDb db, Writing writing, Offering offering, Clients clients, CancellationToken cancellationToken) => writing.RunAsync<IResult>(
        context.Caller().OfficeId,
        async changes =>
        {
            if (await FindAsync(id, context, db, cancellationToken) is not { } row)
                return Problem.NotFound("agent");
            row.Gone = true;
            await RevokeAsync(row, clients, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await offering.ReleaseAsync(id, changes, cancellationToken);
            return TypedResults.Ok(AgentView.Of(row));
        },
        cancellationToken);

    public static Task<IResult> RevokeAsync(string id, HttpContext context, ConsoleDb db, Writing writing, Clients clients, CancellationToken cancellationToken) => writing.RunAsync<IResult>(
        context.Caller().OfficeId,
        async _ =>
        {
            if (await FindAsync(id, context, db, cancellationToken) is not { } row)
                return Problem.NotFound("agent");
            await RevokeAsync(row, clients, cancellationToken);
            return TypedResults.NoContent();
        },
        cancellationToken);

    public static async Task<IResult> DiagnosticsAsync(string id, HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, context, db, cancellationToken) is null)
            return Problem.NotFound("agent");
        var rows = await db.Diagnostics.Where(row => row.AgentId == id).OrderByDescending(row => row.Id)
            .Select(row => new DiagnosticsView(row.Id, row.At, row.Size, row.MediaType)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new DiagnosticsList(rows));
    }

    public static async Task<IResult> DownloadAsync(string id, string bundle, HttpContext context, ConsoleDb db, ContentStore store, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        var row = await db.Diagnostics.AsNoTracking().SingleOrDefaultAsync(found => found.Id == bundle && found.AgentId == id && found.OfficeId == office, cancellationToken);
        return row is null ? Problem.NotFound("diagnostics bundle")
            : !store.Has(row.Sha256, row.Size) ? Problem.Of(ProblemType.ContentLost, $"The Console has the diagnostics bundle {bundle} no more, or cannot read it: restore its content folder from a backup, or let the agent send another one.")
            : PartContent.Send(context, store, row.Sha256, row.MediaType);
    }

    private static Task RevokeAsync(Agent row, Clients clients, CancellationToken cancellationToken)
    {
        row.State = AgentState.Revoked;
        return clients.RemoveAsync(row.ClientId, cancellationToken);
    }

    private static Task<Agent?> FindAsync(string id, HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        return db.Agents.SingleOrDefaultAsync(row => row.Id == id && row.OfficeId == office, cancellationToken);
    }
}
