using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary><c>POST /api/v1/agents</c>: an enrolment key becomes an agent with credentials of its own.</summary>
internal static class Enrolling
{
    public static async Task<IResult> PostAsync(HttpContext context, ConsoleDb db, Writing writing, Clients clients, TimeProvider time, AgentRegistration registration, CancellationToken cancellationToken)
    {
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) || header.Parameter is not { Length: > 0 } text
            || !header.Scheme.Equals(PortalHeaders.EnrolmentScheme, StringComparison.OrdinalIgnoreCase))
            return Problem.Of(ProblemType.Unauthorized, $"Send the key as 'Authorization: {PortalHeaders.EnrolmentScheme} …'.");
        var mistakes = new Mistakes();
        mistakes.Text("name", registration.Name);
        mistakes.Text("machine", registration.Machine);
        mistakes.Text("instanceId", registration.InstanceId);
        if (mistakes.Any)
            return Problem.Invalid(mistakes.Errors);

        var hash = Hash(text);
        var key = await db.EnrolmentKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken);
        if (key is null || key.Withdrawn)
            return Problem.Of(ProblemType.EnrolmentKeyUnknown, "Copy the key again, or have the office make a new one.");
        return await writing.RunAsync<IResult>(
            key.OfficeId,
            async _ =>
            {
                var now = time.GetUtcNow();
                // When the answer was lost, the same instance comes again: nobody holds those credentials, so they are made anew and no use is counted.
                if (key.ExpiresAt > now && await FindLostAsync(db, key.OfficeId, registration.InstanceId, cancellationToken) is { } lost)
                    return TypedResults.Json(new AgentCredentials(lost.Id, lost.ClientId, await clients.RenewAsync(lost.ClientId, cancellationToken)), statusCode: StatusCodes.Status201Created);
                // The count is the condition, so that two agents that come at once cannot share the last use.
                var counted = await db.EnrolmentKeys.Where(row => row.Id == key.Id && !row.Withdrawn && row.Used < row.Uses && row.ExpiresAt > now)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Used, row => row.Used + 1), cancellationToken);
                return counted == 1
                    ? TypedResults.Json(await CreateAsync(db, clients, key.OfficeId, registration, now, cancellationToken), statusCode: StatusCodes.Status201Created)
                    : key.ExpiresAt <= now ? Problem.Of(ProblemType.EnrolmentKeyExpired, $"It was valid until {key.ExpiresAt:u}. Have the office make a new one.")
                    : Problem.Of(ProblemType.EnrolmentKeyUsed, $"It was made for {key.Uses} use(s). Have the office make a new one.");
            },
            cancellationToken);
    }

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>An agent that this instance was made and that never called.</summary>
    private static Task<Agent?> FindLostAsync(ConsoleDb db, string officeId, string instanceId, CancellationToken cancellationToken) =>
        db.Agents.AsNoTracking().Where(row => row.OfficeId == officeId && row.InstanceId == instanceId && row.State == AgentState.Active && row.LastSeenAt == null)
            .OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);

    private static async Task<AgentCredentials> CreateAsync(ConsoleDb db, Clients clients, string officeId, AgentRegistration registration, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (clientId, secret) = await clients.CreateAsync(registration.Name, PortalHeaders.AgentScope, cancellationToken);
        var agent = new Agent
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            OfficeId = officeId,
            Name = registration.Name,
            Machine = registration.Machine,
            InstanceId = registration.InstanceId,
            ClientId = clientId,
            CreatedAt = now,
        };
        db.Agents.Add(agent);
        return new(agent.Id, clientId, secret);
    }
}
