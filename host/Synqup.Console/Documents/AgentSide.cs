using Microsoft.AspNetCore.Mvc;
using Synqup.Console.Access;
using Synqup.Console.Hosting;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary>The addresses of <c>portal-api.md</c>, section "What agents call".</summary>
internal static class AgentSide
{
    public static void MapAgentSide(this IEndpointRouteBuilder routes)
    {
        var agents = routes.MapGroup("/api/v1").WithTags("Agents").RefusesAlways();
        agents.MapPost("/agents", Enrolling.PostAsync).AllowAnonymous().RequireRateLimiting(RateLimits.Doors).OpenedBy(Describing.EnrolmentKey)
            .Produces<AgentCredentials>(201).Refuses(401, 413, 415)
            .WithSummary("Enrol: Authorization: Enrolment {key}. Answers the agent's own credentials, once.");
        agents.MapPut("/agents/self", AgentSelf.HeartbeatAsync).ForAgents(replacedToo: true).Produces<HeartbeatAnswer>().Refuses(410, 413, 415)
            .WithSummary("Heartbeat.");
        agents.MapPost("/agents/self/secret", AgentSelf.RotateAsync).ForAgents().Produces<AgentCredentials>()
            .WithSummary("Rotate the agent's secret.");
        agents.MapGet("/configuration", AgentSelf.ConfigurationAsync).ForAgents().Takes("If-None-Match", "The ETag of the answer that is known.")
            .Produces<AgentConfiguration>().Produces(304).Gives("ETag", "Changes with the answer.", 200, 304)
            .WithSummary("The configurations that name this agent, and their customers.");
        agents.MapGet("/documents", Listing.GetAsync).ForAgents().Produces<DocumentPage>()
            .WithSummary("Documents to be fetched after a change sequence; without one, everything to be fetched or in error.");
        agents.MapGet("/deliveries", Delivered.GetAsync).ForAgents().Produces<DeliveredPage>()
            .WithSummary("What this agent said that it delivered, of documents that became to be fetched after a change sequence, in that order: for one whose own memory was lost or set back.");
        agents.MapGet("/documents/{id}/parts/{part}", PartContent.GetAsync).ForBoth()
            .GivesContent().Refuses(404)
            .WithSummary("The bytes of one part, with ranges. To an agent only the current delivery is given: what it forwarded (alreadyForwarded) or said that the accounting package may have (inDoubt) is refused until it is redelivered, and another 'delivery' than the current one is notAvailable.");
        agents.MapPost("/documents/bundle", Bundle.PostAsync).ForAgents().Produces<Stream>(200, PortalHeaders.BundleMediaType).Refuses(413, 415)
            .WithSummary("Many small parts as one tar. A document that is refused is an entry {id}/.problem: notAvailable, alreadyForwarded, inDoubt or contentLost. An item without parts asks only whether it is refused.");
        agents.MapPost("/acknowledgements", Acknowledging.PostAsync).ForAgents(replacedToo: true).Produces<AcknowledgementResults>().Refuses(413, 415)
            .WithSummary("What became of deliveries; one result per item.");
        agents.MapPost("/documents/{id}/redelivery", Redelivery.PostAsync).ForAgents().Produces<RedeliveryAnswer>().Refuses(404, 413, 415)
            .WithSummary("Ask for one of its own documents once more.");
        agents.MapPost("/diagnostics", DiagnosticsUpload.PostAsync).ForAgents(replacedToo: true).Accepts<Stream>("*/*").Produces<DiagnosticsReceipt>(201).Refuses(413)
            .WithMetadata(new RequestSizeLimitAttribute(DiagnosticsUpload.Largest))
            .WithSummary("A diagnostics bundle for the office's support.");
    }
}
