using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Documents;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.OfficeSide;

/// <param name="Next">What to pass as <c>after</c> for the next page; null when this was the last.</param>
internal sealed record OfficeDocumentPage(IReadOnlyList<OfficeDocument> Items, string? Next);

/// <param name="Offered">Whether its agent may fetch it now: shared, linked, arrived since 'from', and not still with another agent.</param>
/// <param name="NotOffered">Why no agent may fetch it now; null when one may, or when it was delivered.</param>
/// <param name="Reason">The agent's sentence when it is in error.</param>
/// <param name="Acknowledgements">Only for one document.</param>
internal sealed record OfficeDocument(
    DocumentDescription Document, DocumentState State, bool Offered, string? NotOffered, string? AgentId, string? Reason, string FileName, DateTimeOffset ArrivedAt,
    IReadOnlyList<AcknowledgementView>? Acknowledgements = null)
{
    public static OfficeDocument Of(StoredDocument row, Data.Enterprise enterprise, Configuration? configuration) =>
        new(Listing.Describe(row), row.State, row.Offered, Offering.WhyNot(row, enterprise, configuration), row.AgentId, row.Reason, row.FileName, row.ArrivedAt);
}

internal sealed record AcknowledgementView(long DeliveryNumber, AcknowledgementOutcome Outcome, string AgentId, DateTimeOffset At, IReadOnlyList<AcknowledgedFile> Files, string? Reason);

internal sealed record DocumentCounts(int ToBeFetched, int Error, int Forwarded, int PickedUp);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RedeliverySelection(IReadOnlyList<RedeliveryItem> Items);

/// <param name="Replaces">The delivery number that is shown with the document: the same again gives no further delivery.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RedeliveryItem(string DocumentId, long Replaces);

internal sealed record RedeliveryAnswers(IReadOnlyList<RedeliveryAnswer> Items);

internal static class OfficeDocuments
{
    private const int Most = 1000;

    public static async Task<IResult> ListAsync(
        HttpContext context, ConsoleDb db, [AllowedValues("toBeFetched", "error", "forwarded", "pickedUp")] string? state, string? enterpriseId, string? after, [Range(1, Most)] int limit = 100,
        CancellationToken cancellationToken = default)
    {
        var mistakes = new Mistakes();
        if (limit is < 1 or > Most)
            mistakes.Add("limit", $"Choose from 1 to {Most}.");
        // Named as in the answers, which the framework's own reading of enumerations does not accept.
        DocumentState? wanted = null;
        if (state is not null && (wanted = Enum.GetValues<DocumentState>().Cast<DocumentState?>().FirstOrDefault(known => JsonNamingPolicy.CamelCase.ConvertName(known.ToString()!) == state)) is null)
            mistakes.Add("state", "Write toBeFetched, error, forwarded or pickedUp.");
        if (mistakes.Any)
            return Problem.Invalid(mistakes.Errors);

        var rows = Selected(context, db, enterpriseId).AsNoTracking();
        if (wanted is not null)
            rows = rows.Where(row => row.State == wanted);
        if (after is not null)
            rows = rows.Where(row => string.Compare(row.Id, after) > 0);
        var found = await rows.OrderBy(row => row.Id).Take(limit).Include(row => row.Parts.OrderBy(part => part.Ordinal)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new OfficeDocumentPage(await ViewsAsync(found, db, cancellationToken), found.Count == limit ? found[^1].Id : null));
    }

    public static async Task<IResult> CountAsync(HttpContext context, ConsoleDb db, string? enterpriseId, CancellationToken cancellationToken)
    {
        var counts = await Selected(context, db, enterpriseId).GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return TypedResults.Ok(new DocumentCounts(
            counts.GetValueOrDefault(DocumentState.ToBeFetched), counts.GetValueOrDefault(DocumentState.Error),
            counts.GetValueOrDefault(DocumentState.Forwarded), counts.GetValueOrDefault(DocumentState.PickedUp)));
    }

    public static async Task<IResult> GetAsync(string id, HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        var row = await Selected(context, db, null).AsNoTracking().Include(found => found.Parts.OrderBy(part => part.Ordinal)).SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        if (row is null)
            return Problem.NotFound("document");
        var said = await db.Acknowledgements.AsNoTracking().Where(found => found.DocumentId == id).OrderBy(found => found.DeliveryNumber).ThenBy(found => found.At).ToListAsync(cancellationToken);
        return TypedResults.Ok((await ViewsAsync([row], db, cancellationToken))[0] with
        {
            Acknowledgements = [.. said.Select(found => new AcknowledgementView(
                found.DeliveryNumber, found.Outcome, found.AgentId, found.At, JsonSerializer.Deserialize<List<AcknowledgedFile>>(found.Files, JsonSerializerOptions.Web)!, found.Reason))],
        });
    }

    public static Task<IResult> RedeliverAsync(HttpContext context, ConsoleDb db, Writing writing, Offering offering, RedeliverySelection selection, CancellationToken cancellationToken) => writing.RunAsync(
        context.Caller().OfficeId,
        async changes =>
        {
            if (selection.Items.Count > Most)
                return Problem.Of(ProblemType.TooLarge, $"A selection has {Most} documents at most.");
            var ids = selection.Items.Select(item => item.DocumentId).ToList();
            var documents = await Selected(context, db, null).Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
            var answers = new List<RedeliveryAnswer>();
            foreach (var item in selection.Items)
            {
                var next = documents.TryGetValue(item.DocumentId, out var document) ? await Redelivery.NextAsync(document, item.Replaces, db, offering, changes, cancellationToken) : null;
                if (next is null)
                    throw new NotThereException($"delivery {item.Replaces} of document {item.DocumentId}");
                answers.Add(new(item.DocumentId, next.Value));
            }

            return TypedResults.Ok(new RedeliveryAnswers(answers));
        },
        cancellationToken);

    private static async Task<IReadOnlyList<OfficeDocument>> ViewsAsync(IReadOnlyList<StoredDocument> rows, ConsoleDb db, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.EnterpriseId).Distinct().ToList();
        var customers = await db.Enterprises.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var linked = customers.Values.Select(row => row.ConfigurationId).OfType<string>().Distinct().ToList();
        var configurations = await db.Configurations.AsNoTracking().Where(row => linked.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        return [.. rows.Select(row => (Row: row, Customer: customers[row.EnterpriseId]))
            .Select(one => OfficeDocument.Of(one.Row, one.Customer, one.Customer.ConfigurationId is { } id ? configurations.GetValueOrDefault(id) : null))];
    }

    private static IQueryable<StoredDocument> Selected(HttpContext context, ConsoleDb db, string? enterpriseId)
    {
        var office = context.Caller().OfficeId;
        return db.Documents.Where(row => row.OfficeId == office && (enterpriseId == null || row.EnterpriseId == enterpriseId));
    }
}
