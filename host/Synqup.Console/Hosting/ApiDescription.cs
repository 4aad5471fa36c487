using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Synqup.Console.Access;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Hosting;

/// <summary>What <c>/openapi/v1.json</c> says beside the addresses themselves.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer(static (document, _, _) =>
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
            ["openid"] = new OpenApiSecurityScheme
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
        };
        return Task.CompletedTask;
    });
}
