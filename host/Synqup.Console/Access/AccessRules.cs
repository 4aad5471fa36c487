using Microsoft.AspNetCore.Authorization;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using Synqup.Console.Data;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Access;

/// <summary>OpenID Connect: who gets tokens, and what their scopes open.</summary>
internal static class AccessRules
{
    public const string Either = "either";
    public const string TokenPath = "connect/token";

    public static void AddAccess(this IServiceCollection services, SigningKeys keys, Uri? publicUrl)
    {
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<ConsoleDb>())
            .AddServer(server =>
            {
                server.SetTokenEndpointUris(TokenPath).AllowClientCredentialsFlow()
                    .RegisterScopes(PortalHeaders.AgentScope, PortalHeaders.OfficeScope)
                    .AddSigningKey(keys.Signing).AddEncryptionKey(keys.Encryption)
                    // Every call of an agent looks the agent up, so revoking is immediate without a row per token.
                    .DisableTokenStorage().DisableAuthorizationStorage();
                if (publicUrl is not null)
                    server.SetIssuer(publicUrl);
                // Plain HTTP is judged by TransportGate, which knows loopback.
                server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
            });
        services.AddAuthentication(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        services.AddAuthorizationBuilder()
            .AddPolicy(PortalHeaders.AgentScope, policy => Requires(policy, PortalHeaders.AgentScope))
            .AddPolicy(PortalHeaders.OfficeScope, policy => Requires(policy, PortalHeaders.OfficeScope))
            .AddPolicy(Either, policy => Requires(policy, PortalHeaders.AgentScope, PortalHeaders.OfficeScope));
        services.AddScoped<Clients>();
    }

    private static void Requires(AuthorizationPolicyBuilder policy, params string[] scopes) =>
        policy.RequireAuthenticatedUser().RequireAssertion(context => scopes.Any(context.User.HasScope));
}
