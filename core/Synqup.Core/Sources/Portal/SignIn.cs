using System.Text.Json.Serialization;

namespace Synqup.Core.Sources.Portal;

/// <summary>What the agent reads of <c>/.well-known/openid-configuration</c>.</summary>
internal sealed record DiscoveryDocument([property: JsonPropertyName("token_endpoint")] Uri? TokenEndpoint);

/// <summary>A token endpoint's answer.</summary>
/// <param name="ExpiresIn">In seconds; null when it does not say.</param>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] int? ExpiresIn);
