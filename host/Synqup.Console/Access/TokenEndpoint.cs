using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Synqup.Console.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Synqup.Console.Access;

/// <summary>Client credentials become a token that names the office, and the agent if it is one.</summary>
internal static class TokenEndpoint
{
    public static void MapTokens(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/" + AccessRules.TokenPath, IssueAsync).WithTags("Sign-in").RequireRateLimiting(Hosting.RateLimits.Doors).ExcludeFromDescription();

    private static async Task<IResult> IssueAsync(HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        // The credentials, the grant type and the client's right to the scope were checked before this is called.
        var request = context.GetOpenIddictServerRequest()!;
        var office = await db.OfficeClients.Where(client => client.ClientId == request.ClientId).Select(client => client.OfficeId).SingleOrDefaultAsync(cancellationToken);
        var agent = office is not null
            ? null
            : await db.Agents.AsNoTracking().Where(row => row.ClientId == request.ClientId).Select(row => new { row.Id, row.OfficeId }).SingleAsync(cancellationToken);

        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, request.ClientId);
        identity.SetClaim(Callers.OfficeClaim, office ?? agent!.OfficeId);
        if (agent is not null)
            identity.SetClaim(Callers.AgentClaim, agent.Id);
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
