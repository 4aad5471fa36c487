using System.Text.Json.Serialization;

namespace Synqup.Core.Sources.Portal;

/// <summary>What the agent reads of <c>/.well-known/openid-configuration</c>.</summary>
internal sealed record DiscoveryDocument([property: JsonPropertyName("token_endpoint")] Uri? TokenEndpoint);

/// <summary>An OAuth token endpoint's answer, good or bad.</summary>
/// <param name="ExpiresIn">In seconds.</param>
/// <param name="Error">RFC 6749 error code, such as "invalid_client".</param>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] int? ExpiresIn,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("error_description")] string? ErrorDescription);
