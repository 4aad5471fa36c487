using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Synqup.Console.Data;
using Synqup.Console.Hosting;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Access;

/// <summary>Who calls on behalf of which office.</summary>
/// <param name="Agent">Null when a script of the office calls.</param>
internal sealed record Caller(string OfficeId, CallingAgent? Agent);

/// <param name="State">Active, or replaced where an address still serves those.</param>
internal sealed record CallingAgent(string Id, string InstanceId, AgentState State);

internal static class Callers
{
    public const string OfficeClaim = "synqup_office";
    public const string AgentClaim = "synqup_agent";

    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This address forgot to ask who calls.");

    /// <summary>Only for addresses behind <see cref="ForAgents"/>.</summary>
    public static CallingAgent Agent(this HttpContext context) => context.Caller().Agent!;

    /// <summary>Addresses for agents of the scope <c>synqup.agent</c> that are what they say.</summary>
    public static TBuilder ForAgents<TBuilder>(this TBuilder builder, bool replacedToo = false)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(PortalHeaders.AgentScope).AddEndpointFilter(new AgentFilter(replacedToo))
            .OpenedBy(Describing.OpenId, PortalHeaders.AgentScope).Takes(PortalHeaders.Instance, "The instance that calls.", required: true).Refuses(replacedToo ? [401, 403, 409] : [401, 403, 409, 410]);

    /// <summary>Addresses for people and scripts of the scope <c>synqup.office</c>.</summary>
    public static TBuilder ForOffice<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(PortalHeaders.OfficeScope).AddEndpointFilter(new OfficeFilter()).OpenedBy(Describing.OpenId, PortalHeaders.OfficeScope).Refuses(401, 403);

    /// <summary>Addresses that serve both.</summary>
    public static TBuilder ForBoth<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(AccessRules.Either).AddEndpointFilter(new EitherFilter())
            .OpenedBy(Describing.OpenId, PortalHeaders.AgentScope, PortalHeaders.OfficeScope).Takes(PortalHeaders.Instance, "The instance that calls: agents only.").Refuses(401, 403, 409, 410);

    private sealed class OfficeFilter : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            context.HttpContext.Features.Set(new Caller(context.HttpContext.User.GetClaim(OfficeClaim)!, null));
            return next(context);
        }
    }

    private sealed class EitherFilter : IEndpointFilter
    {
        private readonly OfficeFilter _office = new();
        private readonly AgentFilter _agent = new(replacedToo: false);

        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            context.HttpContext.User.HasClaim(claim => claim.Type == AgentClaim) ? _agent.InvokeAsync(context, next) : _office.InvokeAsync(context, next);
    }

    private sealed class AgentFilter(bool replacedToo) : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var http = context.HttpContext;
            var instance = http.Request.Headers[PortalHeaders.Instance].ToString();
            if (instance.Length == 0)
                return Problem.Of(ProblemType.MissingInstance, $"Every call of an agent names its instance in the header {PortalHeaders.Instance}.");

            var id = http.User.GetClaim(AgentClaim);
            var db = http.RequestServices.GetRequiredService<ConsoleDb>();
            var agent = await db.Agents.AsNoTracking().Where(row => row.Id == id)
                .Select(row => new { row.OfficeId, row.InstanceId, row.State, row.ReplacedBy, row.Informed }).SingleOrDefaultAsync(http.RequestAborted);
            if (agent is null || agent.State == AgentState.Revoked)
                return Problem.Of(ProblemType.Revoked, "Sign this agent in again, or stop it.");
            if (!string.Equals(agent.InstanceId, instance, StringComparison.Ordinal))
                return Problem.Of(ProblemType.OtherInstance, "This identity belongs to another instance: stop one of the two, or enrol this one as an agent of its own.");
            if (agent.State == AgentState.Replaced && !replacedToo)
            {
                await TellAsync(http, agent.OfficeId, id!, agent.Informed);
                return ReplacedProblem();
            }

            http.Features.Set(new Caller(agent.OfficeId, new CallingAgent(id!, instance, agent.State)));
            return await next(context);
        }
    }

    public static IResult ReplacedProblem() =>
        Problem.Of(ProblemType.Replaced, "Fetch nothing more, finish what began, acknowledge it, and report 'released'.");

    /// <summary>Remembers that the agent knows by now that it was replaced.</summary>
    private static async Task TellAsync(HttpContext http, string officeId, string agentId, bool informed)
    {
        if (informed)
            return;
        var db = http.RequestServices.GetRequiredService<ConsoleDb>();
        await http.RequestServices.GetRequiredService<Writing>().RunAsync(
            officeId,
            _ => db.Agents.Where(row => row.Id == agentId).ExecuteUpdateAsync(set => set.SetProperty(row => row.Informed, true), http.RequestAborted),
            http.RequestAborted);
    }
}
