using Refit;

namespace Synqup.Core.Sources.Portal.Calls;

/// <summary>What is called without a token, to get one.</summary>
internal interface IPortalSignIn
{
    [Get("/.well-known/openid-configuration")]
    Task<DiscoveryDocument> DiscoverAsync(CancellationToken cancellationToken);

    /// <param name="endpoint">Already checked to be of the connection's own origin.</param>
    [Post("")]
    Task<TokenAnswer> TokenAsync([Url] Uri endpoint, [Body] FormUrlEncodedContent form, CancellationToken cancellationToken);

    [Post("/api/v1/agents")]
    Task<AgentCredentials> RegisterAsync([Header("Authorization")] string authorization, [Body] AgentRegistration registration, CancellationToken cancellationToken);
}
