using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Synqup.Core.Health;

namespace Synqup.Core.Delivery;

/// <summary>What <c>root.json</c> says: which root this is, and whose.</summary>
/// <param name="Id">Begins the name of every staged file below this root, so that nobody removes another root's.</param>
/// <param name="Since">The root's newest batch when this agent took it over from another one: of those until then only that one's ledger knows. 0 for the agent that marked it first.</param>
internal sealed record RootMarker(string Id, string Root, string Office, string Agent, long Since = 0)
{
    public static RootMarker New(RootIdentity identity, TimeProvider time)
    {
        var seed = $"{identity.Shown}\n{identity.Office}\n{identity.Agent}\n{time.GetUtcNow().UtcTicks}";
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..12], identity.Shown, identity.Office, identity.Agent);
    }

    /// <summary>Null when there is none.</summary>
    /// <exception cref="InvalidDataException">There is one, and it cannot be understood.</exception>
    public static RootMarker? Read(IPlatform platform, RootLayout layout)
    {
        if (OwnFile.Read(platform, layout.Marker) is not { } bytes)
            return null;
        try
        {
            return JsonSerializer.Deserialize(bytes, DeliveryJson.Default.RootMarker) is { Id: not null, Agent: not null } marker ? marker : throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The marker {layout.Marker} cannot be understood: {Sentence.Ended(e.Message)}", e);
        }
    }

    public void Write(IPlatform platform, RootLayout layout) =>
        OwnFile.Write(platform, layout.Marker, JsonSerializer.SerializeToUtf8Bytes(this, DeliveryJson.Default.RootMarker));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(Sources.Portal.DocumentKindConverter)])]
[JsonSerializable(typeof(RootMarker))]
[JsonSerializable(typeof(Ledger.BatchRecord))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
