using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Documents;
using Synqup.Console.Intake;
using Synqup.Console.Problems;
using Synqup.Sdk;

namespace Synqup.Console.OfficeSide;

internal sealed record EnterpriseList(IReadOnlyList<EnterpriseView> Items);

/// <param name="Share">The switch "Share documents with accountant".</param>
/// <param name="From">Documents that arrived since are delivered; null while there is no configuration.</param>
internal sealed record EnterpriseView(
    string Id, string Name, string? Vat, string? EnterpriseNumber, bool Share, string? ConfigurationId, string? AccountingFileId, DateTimeOffset? From)
{
    public static EnterpriseView Of(Data.Enterprise row) => new(row.Id, row.Name, row.Vat, row.EnterpriseNumber, row.Share, row.ConfigurationId, row.AccountingFileId, row.From);
}

/// <param name="Share">True when left out.</param>
/// <param name="From">The moment of linking when left out.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EnterpriseBody(string? Name, string? Vat, string? EnterpriseNumber, bool? Share, string? ConfigurationId, string? AccountingFileId, DateTimeOffset? From);

internal static class Enterprises
{
    private const int Most = 1000;

    public static async Task<IResult> ListAsync(HttpContext context, ConsoleDb db, string? vat, string? enterpriseNumber, string? name, string? after, int limit = Most, CancellationToken cancellationToken = default)
    {
        var office = context.Caller().OfficeId;
        var rows = db.Enterprises.AsNoTracking().Where(row => row.OfficeId == office);
        if (Numbers.Vat(vat) is { } wantedVat)
            rows = rows.Where(row => row.Vat == wantedVat);
        if (enterpriseNumber is not null)
            rows = rows.Where(row => row.EnterpriseNumber == (Numbers.Enterprise(enterpriseNumber) ?? enterpriseNumber));
        if (name is not null)
            rows = rows.Where(row => row.Name == name);
        if (after is not null)
            rows = rows.Where(row => string.Compare(row.Id, after) > 0);
        var found = await rows.OrderBy(row => row.Id).Take(Math.Clamp(limit, 1, Most)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new EnterpriseList([.. found.Select(EnterpriseView.Of)]));
    }

    public static async Task<IResult> GetAsync(string id, HttpContext context, ConsoleDb db, CancellationToken cancellationToken) =>
        await FindAsync(id, context, db, cancellationToken) is { } row ? TypedResults.Ok(EnterpriseView.Of(row)) : Problem.NotFound("customer");

    public static Task<IResult> CreateAsync(HttpContext context, ConsoleDb db, Writing writing, TimeProvider time, EnterpriseBody body, CancellationToken cancellationToken)
    {
        var row = new Data.Enterprise { Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), OfficeId = context.Caller().OfficeId, Name = "" };
        return writing.RunAsync(
            row.OfficeId,
            async _ =>
            {
                if (await RefusalAsync(body, row, db, cancellationToken) is { } refusal)
                    return refusal;
                Apply(body, row, time);
                db.Enterprises.Add(row);
                return TypedResults.Created($"/api/v1/enterprises/{row.Id}", EnterpriseView.Of(row));
            },
            cancellationToken);
    }

    public static Task<IResult> ReplaceAsync(string id, HttpContext context, ConsoleDb db, Writing writing, Offering offering, TimeProvider time, EnterpriseBody body, CancellationToken cancellationToken) => writing.RunAsync(
        context.Caller().OfficeId,
        async changes =>
        {
            if (await FindAsync(id, context, db, cancellationToken) is not { } row)
                return Problem.NotFound("customer");
            if (await RefusalAsync(body, row, db, cancellationToken) is { } refusal)
                return refusal;
            Apply(body, row, time);
            await db.SaveChangesAsync(cancellationToken);
            await offering.DecideAnewAsync(db.Enterprises.Where(enterprise => enterprise.Id == id), null, changes, cancellationToken);
            return TypedResults.Ok(EnterpriseView.Of(row));
        },
        cancellationToken);

    public static Task<IResult> DeleteAsync(string id, HttpContext context, ConsoleDb db, Writing writing, CancellationToken cancellationToken) => writing.RunAsync<IResult>(
        context.Caller().OfficeId,
        async _ =>
        {
            if (await FindAsync(id, context, db, cancellationToken) is not { } row)
                return Problem.NotFound("customer");
            if (await db.Documents.AnyAsync(document => document.EnterpriseId == id, cancellationToken))
                return Problem.Of(ProblemType.InUse, "It has documents, which are kept: turn 'share' off instead.");
            db.Enterprises.Remove(row);
            return TypedResults.NoContent();
        },
        cancellationToken);

    private static Task<Data.Enterprise?> FindAsync(string id, HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        return db.Enterprises.SingleOrDefaultAsync(row => row.Id == id && row.OfficeId == office, cancellationToken);
    }

    private static async Task<IResult?> RefusalAsync(EnterpriseBody body, Data.Enterprise row, ConsoleDb db, CancellationToken cancellationToken)
    {
        var mistakes = new Mistakes();
        mistakes.Text("name", body.Name);
        if (body.EnterpriseNumber is not null && !EnterpriseNumber.TryParse(body.EnterpriseNumber, out _, out var problem))
            mistakes.Add("enterpriseNumber", problem);
        if (body.Vat?.Length > 30)
            mistakes.Add("vat", "This may have 30 characters at most.");
        if (body.AccountingFileId?.Length > 100)
            mistakes.Add("accountingFileId", "This may have 100 characters at most.");
        if (body.ConfigurationId is { } configuration && !await db.Configurations.AnyAsync(other => other.Id == configuration && other.OfficeId == row.OfficeId, cancellationToken))
            mistakes.Add("configurationId", "This office has no such configuration.");
        if (mistakes.Any)
            return Problem.Invalid(mistakes.Errors);

        var (vat, number) = NumbersOf(body);
        var twin = await db.Enterprises.Where(other => other.OfficeId == row.OfficeId && other.Id != row.Id && ((vat != null && other.Vat == vat) || (number != null && other.EnterpriseNumber == number)))
            .Select(other => new { other.Id, other.Name }).FirstOrDefaultAsync(cancellationToken);
        return twin is null ? null : Problem.Of(ProblemType.Exists, $"The customer '{twin.Name}' has this number.", new() { ["id"] = twin.Id });
    }

    private static (string? Vat, string? Number) NumbersOf(EnterpriseBody body)
    {
        var vat = Numbers.Vat(body.Vat);
        var number = Numbers.Enterprise(body.EnterpriseNumber) ?? Numbers.FromVat(vat);
        return (vat ?? (number is null ? null : "BE" + number), number);
    }

    private static void Apply(EnterpriseBody body, Data.Enterprise row, TimeProvider time)
    {
        var linked = body.ConfigurationId is not null && row.ConfigurationId is null;
        row.Name = body.Name!.Trim();
        (row.Vat, row.EnterpriseNumber) = NumbersOf(body);
        row.Share = body.Share ?? true;
        row.ConfigurationId = body.ConfigurationId;
        row.AccountingFileId = string.IsNullOrWhiteSpace(body.AccountingFileId) ? null : body.AccountingFileId.Trim();
        row.From = body.ConfigurationId is null ? null : body.From ?? (linked ? time.GetUtcNow() : row.From);
    }
}
