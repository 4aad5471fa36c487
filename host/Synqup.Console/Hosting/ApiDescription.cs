using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Synqup.Console.Access;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Hosting;

/// <summary>What <c>/openapi/v1.json</c> says beside the addresses themselves.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(static (schema, context, _) =>
        {
            RequireWhatIsRequired(schema, context);
            NameValues(schema, context);
            return Task.CompletedTask;
        });
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "Synqup portal API",
            Version = "v1",
            Description = $"Between agents and a Console. Tokens come from /{AccessRules.TokenPath} (client credentials). Every call of an agent carries the header {PortalHeaders.Instance}. Errors are RFC 9457 problem documents.",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Describing.OpenId] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Flows = new()
                {
                    ClientCredentials = new()
                    {
                        TokenUrl = new("/" + AccessRules.TokenPath, UriKind.Relative),
                        Scopes = new Dictionary<string, string> { [PortalHeaders.AgentScope] = "An agent", [PortalHeaders.OfficeScope] = "People and scripts of the office" },
                    },
                },
            },
            [Describing.EnrolmentKey] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = PortalHeaders.EnrolmentScheme,
                Description = $"Authorization: {PortalHeaders.EnrolmentScheme} {{key}}",
            },
        };
    }

    /// <summary>The framework calls every constructor parameter required; what may be null may be left out here, both ways.</summary>
    private static void RequireWhatIsRequired(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (schema.Required is { } required)
            required.IntersectWith(context.JsonTypeInfo.Properties.Where(property => property.IsRequired).Select(property => property.Name));
    }

    /// <summary>Enumerations with the values that the serializer writes, and texts with those that they may have.</summary>
    private static void NameValues(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, context.JsonTypeInfo.Options)!)];
        }
        else if (Allowed(context) is { } allowed)
        {
            schema.Enum = [.. allowed.Values.Select(value => (JsonNode)JsonValue.Create((string)value!))];
        }
    }

    private static AllowedValuesAttribute? Allowed(OpenApiSchemaTransformerContext context) =>
        (context.JsonPropertyInfo?.AttributeProvider
            ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo as ICustomAttributeProvider)
        ?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: true).Cast<AllowedValuesAttribute>().FirstOrDefault();
}
