using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Hosting;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary>What an agent says of itself and asks about itself.</summary>
internal static class AgentSelf
{
    /// <summary><c>PUT /api/v1/agents/self</c></summary>
    public static async Task<IResult> HeartbeatAsync(
        HttpContext context, ConsoleDb db, Writing writing, Offering offering, TimeProvider time, ConsoleSettings settings, IOptions<JsonOptions> json, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (heartbeat.InstanceId != caller.Agent!.InstanceId)
            return Problem.Of(ProblemType.BadRequest, $"The body names another instance than the header {PortalHeaders.Instance}.");
        var text = JsonSerializer.Serialize(heartbeat, json.Value.SerializerOptions);
        var (replaced, name, replaces) = await writing.RunAsync(
            caller.OfficeId,
            async changes =>
            {
                var agent = await db.Agents.SingleAsync(row => row.Id == caller.Agent.Id, cancellationToken);
                agent.LastSeenAt = time.GetUtcNow();
                agent.Heartbeat = text;
                if (heartbeat.Released && await offering.IsHeldAsync(agent.Id, cancellationToken) && await KnowsAsync(agent, heartbeat, db, json.Value, cancellationToken))
                    await offering.ReleaseAsync(agent.Id, changes, cancellationToken);
                // The answer below is what tells a replaced agent.
                agent.Informed |= agent.State == AgentState.Replaced;
                var office = await db.Offices.Where(row => row.Id == caller.OfficeId).Select(row => row.Name).SingleAsync(cancellationToken);
                var predecessors = await db.Agents.Where(row => row.ReplacedBy == agent.Id).Select(row => row.Id).ToListAsync(cancellationToken);
                return (agent.State == AgentState.Replaced, office, predecessors);
            },
            cancellationToken);
        // One that speaks of a configuration does not know yet that it is replaced.
        return replaced && heartbeat is not { Released: true, Configuration: null } ? Callers.ReplacedProblem() : TypedResults.Ok(new HeartbeatAnswer(name, settings.HeartbeatSeconds, replaces));
    }

    /// <summary><c>GET /api/v1/configuration</c></summary>
    public static async Task<IResult> ConfigurationAsync(HttpContext context, ConsoleDb db, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var (body, etag) = await ConfigurationOfAsync(context.Agent().Id, db, json.Value, cancellationToken);
        context.Response.GetTypedHeaders().ETag = etag;
        var same = context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(etag, useStrongComparison: false));
        return same ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Bytes(body, "application/json");
    }

    /// <summary>Whether an agent knew what was taken from it when it said that nothing is open there; before, it may have begun with a document since.</summary>
    private static async Task<bool> KnowsAsync(Agent agent, Heartbeat heartbeat, ConsoleDb db, JsonOptions json, CancellationToken cancellationToken)
    {
        if (agent.State == AgentState.Replaced)
            return agent.Informed && heartbeat.Configuration is null;
        return EntityTagHeaderValue.TryParse(heartbeat.Configuration, out var known)
            && known.Compare((await ConfigurationOfAsync(agent.Id, db, json, cancellationToken)).ETag, useStrongComparison: false);
    }

    private static async Task<(byte[] Body, EntityTagHeaderValue ETag)> ConfigurationOfAsync(string agent, ConsoleDb db, JsonOptions json, CancellationToken cancellationToken)
    {
        var configurations = await db.Configurations.AsNoTracking().Where(row => row.AgentId == agent).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var customers = await db.Enterprises.AsNoTracking().Where(row => row.Share && db.Configurations.Any(configuration => configuration.Id == row.ConfigurationId && configuration.AgentId == agent))
            .OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(new AgentConfiguration([.. configurations.Select(Describe)], [.. customers.Select(Describe)]), json.SerializerOptions);
        return (body, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body)[..16])}\""));
    }

    /// <summary><c>POST /api/v1/agents/self/secret</c>: a new secret; the old one is worth nothing from here on.</summary>
    public static async Task<IResult> RotateAsync(HttpContext context, ConsoleDb db, Writing writing, Clients clients, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var answer = await writing.RunAsync(
            caller.OfficeId,
            async _ =>
            {
                var client = await db.Agents.Where(row => row.Id == caller.Agent!.Id).Select(row => row.ClientId).SingleAsync(cancellationToken);
                return new AgentCredentials(caller.Agent!.Id, client, await clients.RenewAsync(client, cancellationToken));
            },
            cancellationToken);
        return TypedResults.Ok(answer);
    }

    private static AccountingPackageConfiguration Describe(Configuration row) => new(
        row.Id, row.Name, row.AgentId!, row.Package, new(row.Purchases, row.Sales, row.Statements, row.Documents), row.Identifier,
        row.Options is null ? null : JsonElement.Parse(row.Options), row.MissingFolder, row.NameTaken);

    private static CustomerDescription Describe(Enterprise row) =>
        new(row.Id, row.Name, row.Vat, row.EnterpriseNumber, row.AccountingFileId, row.ConfigurationId!, row.From!.Value);
}
