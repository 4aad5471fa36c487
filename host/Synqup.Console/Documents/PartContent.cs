using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Synqup.Console.Access;
using Synqup.Console.Content;
using Synqup.Console.Data;
using Synqup.Console.Problems;

namespace Synqup.Console.Documents;

/// <summary><c>GET /api/v1/documents/{id}/parts/{part}</c>: for the agent that was given the document, and for its office.</summary>
internal static class PartContent
{
    public static async Task<IResult> GetAsync(string id, string part, HttpContext context, ConsoleDb db, ContentStore store, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var open = caller.Agent is { } agent ? Offering.OpenTo(db, agent.Id) : db.Documents.AsNoTracking();
        var found = await open.Where(row => row.Id == id && row.OfficeId == caller.OfficeId)
            .SelectMany(row => row.Parts).Where(row => row.Name == part).Select(row => new { row.Sha256, row.MediaType, row.Size }).SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? Problem.Of(ProblemType.NotAvailable, "It is not there, no longer shared, given to another agent, or was forwarded already.")
            : !store.Has(found.Sha256, found.Size) ? Problem.Of(ProblemType.ContentLost, Lost(id, part))
            : Send(context, store, found.Sha256, found.MediaType);
    }

    /// <summary>What an agent and the person who runs the Console are told of a content whose file is gone or damaged.</summary>
    public static string Lost(string id, string part) =>
        $"The Console has the part '{part}' of document {id} no more, or cannot read it: restore its content folder from a backup, or upload the document again.";

    /// <summary>With ranges, and the hash as strong entity tag.</summary>
    public static IResult Send(HttpContext context, ContentStore store, string sha256, string mediaType)
    {
        // Contents come from anybody: no browser may guess that one is a page.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentDisposition = "attachment";
        return TypedResults.PhysicalFile(store.PathOf(sha256), mediaType, entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
    }
}
