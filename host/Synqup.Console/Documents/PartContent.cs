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
    public static async Task<IResult> GetAsync(string id, string part, HttpContext context, ConsoleDb db, ContentStore store, long? delivery, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var agent = caller.Agent?.Id;
        var parts = await GivenPart.Of(db.Documents.AsNoTracking().Where(row => row.Id == id && row.OfficeId == caller.OfficeId && (agent == null || row.AgentId == agent))).ToListAsync(cancellationToken);
        var found = parts.Find(one => one.Name == part);
        var refusal = found is null ? PartRefusal.NotAvailable : agent is null ? null : found.RefusalOf(delivery);
        if (refusal == PartRefusal.NotAvailable && agent is not null && (await Absences.ReadAsync([id], caller, db, cancellationToken)).TryGetValue(id, out var absence))
            refusal = refusal with { Detail = absence };
        return refusal is not null
            ? Problem.Of(refusal.Type, refusal.Detail)
            : !store.Has(found!.Sha256, found.Size) ? Problem.Of(ProblemType.ContentLost, Lost(id, part))
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
