using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Documents;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Console.OfficeSide;

internal sealed record ConfigurationList(IReadOnlyList<ConfigurationView> Items);

/// <param name="AgentId">The one agent that delivers it; null while there is none.</param>
internal sealed record ConfigurationView(string Id, string Name, string? AgentId, string Package, ConfigurationPaths Paths, string Identifier, JsonElement? Options, MissingFolder MissingFolder, NameTaken NameTaken)
{
    public static ConfigurationView Of(Configuration row) => new(
        row.Id, row.Name, row.AgentId, row.Package, new(row.Purchases, row.Sales, row.Statements, row.Documents), row.Identifier,
        row.Options is null ? null : JsonElement.Parse(row.Options), row.MissingFolder, row.NameTaken);
}

/// <param name="Package">The plugin's key, such as "winbooks".</param>
/// <param name="Identifier">"vat" (when left out) or "cbe".</param>
/// <param name="MissingFolder">"create" (when left out) or "report": what an agent does when a customer's folder is not there.</param>
/// <param name="NameTaken">"nextName" (when left out) or "quarantine": what an agent does when another file has a document's name.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ConfigurationBody(
    string? Name, string? AgentId, string? Package, ConfigurationPaths? Paths,
    [property: AllowedValues("vat", "cbe")] string? Identifier, JsonElement? Options,
    [property: AllowedValues("create", "report")] string? MissingFolder, [property: AllowedValues("nextName", "quarantine")] string? NameTaken);

internal static class Configurations
{
    public static async Task<IResult> ListAsync(HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        var rows = await db.Configurations.AsNoTracking().Where(row => row.OfficeId == office).OrderBy(row => row.Name).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ConfigurationList([.. rows.Select(ConfigurationView.Of)]));
    }

    public static async Task<IResult> GetAsync(string id, HttpContext context, ConsoleDb db, CancellationToken cancellationToken) =>
        await FindAsync(id, context, db, cancellationToken) is { } row ? TypedResults.Ok(ConfigurationView.Of(row)) : Problem.NotFound("configuration");

    public static async Task<IResult> CreateAsync(HttpContext context, ConsoleDb db, Writing writing, TimeProvider time, IOptions<JsonOptions> json, ConfigurationBody body, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        if (await MistakesAsync(body, office, db, json.Value.SerializerOptions, cancellationToken) is { Any: true } mistakes)
            return Problem.Invalid(mistakes.Errors);
        var row = new Configuration { Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), OfficeId = office, Name = "", Package = "", Identifier = "" };
        Apply(body, row);
        await writing.RunAsync(
            office,
            _ =>
            {
                db.Configurations.Add(row);
                return Task.FromResult(true);
            },
            cancellationToken);
        return TypedResults.Created($"/api/v1/configurations/{row.Id}", ConfigurationView.Of(row));
    }

    public static async Task<IResult> ReplaceAsync(string id, HttpContext context, ConsoleDb db, Writing writing, Offering offering, IOptions<JsonOptions> json, ConfigurationBody body, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        if (await MistakesAsync(body, office, db, json.Value.SerializerOptions, cancellationToken) is { Any: true } mistakes)
            return Problem.Invalid(mistakes.Errors);
        return await writing.RunAsync<IResult>(
            office,
            async changes =>
            {
                if (await FindAsync(id, context, db, cancellationToken) is not { } row)
                    return Problem.NotFound("configuration");
                Apply(body, row);
                await db.SaveChangesAsync(cancellationToken);
                await offering.DecideAnewAsync(db.Enterprises.Where(enterprise => enterprise.ConfigurationId == id), null, changes, cancellationToken);
                return TypedResults.Ok(ConfigurationView.Of(row));
            },
            cancellationToken);
    }

    public static async Task<IResult> DeleteAsync(string id, HttpContext context, ConsoleDb db, Writing writing, CancellationToken cancellationToken) => await writing.RunAsync<IResult>(
        context.Caller().OfficeId,
        async _ =>
        {
            if (await FindAsync(id, context, db, cancellationToken) is not { } row)
                return Problem.NotFound("configuration");
            var linked = await db.Enterprises.CountAsync(enterprise => enterprise.ConfigurationId == id, cancellationToken);
            if (linked > 0)
                return Problem.Of(ProblemType.InUse, linked == 1 ? "A customer is linked to it: link that one to another first." : $"{linked} customers are linked to it: link them to another one first.");
            db.Configurations.Remove(row);
            return TypedResults.NoContent();
        },
        cancellationToken);

    private static Task<Configuration?> FindAsync(string id, HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        return db.Configurations.SingleOrDefaultAsync(row => row.Id == id && row.OfficeId == office, cancellationToken);
    }

    private static async Task<Mistakes> MistakesAsync(ConfigurationBody body, string office, ConsoleDb db, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        var mistakes = new Mistakes();
        mistakes.Text("name", body.Name);
        mistakes.Text("package", body.Package, 100);
        var agent = await db.Agents.AsNoTracking().SingleOrDefaultAsync(row => row.Id == body.AgentId && row.OfficeId == office && row.State == AgentState.Active, cancellationToken);
        if (body.AgentId is not null && agent is null)
            mistakes.Add("agentId", "This office has no such active agent.");
        if (body.Identifier is not (null or "vat" or "cbe"))
            mistakes.Add("identifier", "Write 'vat' or 'cbe'.");
        if (body.MissingFolder is not (null or "create" or "report"))
            mistakes.Add("missingFolder", "Write 'create' or 'report'.");
        if (body.NameTaken is not (null or "nextName" or "quarantine"))
            mistakes.Add("nameTaken", "Write 'nextName' or 'quarantine'.");
        if (body.Options is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
            mistakes.Add("options", "Options are a JSON object.");
        else if (body.Options is { ValueKind: JsonValueKind.Object } options && OptionsCheck.Schema(agent?.Heartbeat, body.Package, json) is { } schema)
            OptionsCheck.Add(mistakes, "options", options, schema);
        Paths(body.Paths, mistakes);
        return mistakes;
    }

    private static void Paths(ConfigurationPaths? paths, Mistakes mistakes)
    {
        if (paths is null or { Purchases: null, Sales: null, Statements: null, Documents: null })
            mistakes.Add("paths", "At least one of purchases, sales, statements and documents is needed.");
        else
            foreach (var (field, path) in new[] { ("purchases", paths.Purchases), ("sales", paths.Sales), ("statements", paths.Statements), ("documents", paths.Documents) })
            {
                if (path is not null && !PathTemplate.TryParse(path, out _, out var problem))
                    mistakes.Add("paths." + field, problem);
            }
    }

    private static void Apply(ConfigurationBody body, Configuration row)
    {
        row.Name = body.Name!.Trim();
        row.AgentId = body.AgentId;
        row.Package = body.Package!;
        row.Identifier = body.Identifier ?? "vat";
        row.NameTaken = body.NameTaken == "quarantine" ? NameTaken.Quarantine : NameTaken.NextName;
        row.MissingFolder = body.MissingFolder == "report" ? MissingFolder.Report : MissingFolder.Create;
        row.Options = body.Options is { ValueKind: JsonValueKind.Object } options ? options.GetRawText() : null;
        (row.Purchases, row.Sales, row.Statements, row.Documents) = (body.Paths!.Purchases, body.Paths.Sales, body.Paths.Statements, body.Paths.Documents);
    }
}
