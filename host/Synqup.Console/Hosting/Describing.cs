using Microsoft.OpenApi;

namespace Synqup.Console.Hosting;

/// <summary>What an address says of itself in <c>/openapi/v1.json</c> beside what its handler's signature shows.</summary>
internal static class Describing
{
    public const string OpenId = "openid";
    public const string EnrolmentKey = "enrolmentKey";

    /// <summary>The statuses with which it answers a problem document.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            builder.ProducesProblem(status);
        return builder;
    }

    /// <summary>What any address may answer: a request that cannot be read or came by plain HTTP, too many of them, a fault here.</summary>
    public static RouteGroupBuilder RefusesAlways(this RouteGroupBuilder group) =>
        group.Refuses(400, 429, 500, 503).Gives("Retry-After", "Seconds.", 429, 503);

    /// <summary>A header that it reads by itself.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder builder, string header, string description, bool required = false)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = header,
                In = ParameterLocation.Header,
                Required = required,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });

    /// <summary>A header of the answers with these statuses.</summary>
    public static TBuilder Gives<TBuilder>(this TBuilder builder, string header, string description, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var status in statuses)
            {
                var answer = (OpenApiResponse)operation.Responses![status.ToString(System.Globalization.CultureInfo.InvariantCulture)];
                (answer.Headers ??= new Dictionary<string, IOpenApiHeader>())[header] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }

            return Task.CompletedTask;
        });

    /// <summary>Stored bytes of whatever media type, whole or a range; the framework's own description takes no wildcard.</summary>
    public static RouteHandlerBuilder GivesContent(this RouteHandlerBuilder builder) =>
        builder.Produces(200).Produces(206).Produces(304).Produces(416)
            .Takes("Range", "One range of bytes.").Takes("If-Range", "The ETag of what is there already.").Takes("If-None-Match", "The ETag of what is there already.")
            .Gives("ETag", "Strong: the SHA-256 of the content.", 200, 206, 304)
            .AddOpenApiOperationTransformer(static (operation, _, _) =>
            {
                foreach (var (_, answer) in operation.Responses!.Where(answer => answer.Key is "200" or "206"))
                    ((OpenApiResponse)answer).Content = new Dictionary<string, OpenApiMediaType> { ["*/*"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } };
                return Task.CompletedTask;
            });

    /// <summary>What opens it: one of the scopes is enough.</summary>
    public static TBuilder OpenedBy<TBuilder>(this TBuilder builder, string scheme, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            operation.Security = [.. scopes.DefaultIfEmpty().Select(scope => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(scheme, context.Document)] = scope is null ? [] : [scope],
            })];
            return Task.CompletedTask;
        });
}
