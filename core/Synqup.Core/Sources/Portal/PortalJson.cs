using System.Text.Json;
using System.Text.Json.Serialization;

namespace Synqup.Core.Sources.Portal;

/// <summary>How the records of the wire become JSON, for both ends.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectNullableAnnotations = true,
    Converters = [typeof(DocumentKindConverter), typeof(CamelCaseEnumConverter<AcknowledgementOutcome>), typeof(CamelCaseEnumConverter<AcknowledgementStatus>), typeof(CamelCaseEnumConverter<MissingFolder>), typeof(CamelCaseEnumConverter<NameTaken>)])]
[JsonSerializable(typeof(DocumentPage))]
[JsonSerializable(typeof(DeliveredPage))]
[JsonSerializable(typeof(AgentConfiguration))]
[JsonSerializable(typeof(BundleRequest))]
[JsonSerializable(typeof(AcknowledgementBatch))]
[JsonSerializable(typeof(AcknowledgementResults))]
[JsonSerializable(typeof(RedeliveryRequest))]
[JsonSerializable(typeof(RedeliveryAnswer))]
[JsonSerializable(typeof(Heartbeat))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(AgentRegistration))]
[JsonSerializable(typeof(AgentCredentials))]
[JsonSerializable(typeof(PortalProblem))]
[JsonSerializable(typeof(DiscoveryDocument))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(Identity.StoredCredentials))]
[JsonSerializable(typeof(Dictionary<string, DateTimeOffset>))]
internal sealed partial class PortalJson : JsonSerializerContext;

internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>A kind that a newer Console knows and this agent does not is <see cref="WireDocumentKind.Other"/>: it must not make a whole page unreadable.</summary>
internal sealed class DocumentKindConverter : JsonConverter<WireDocumentKind>
{
    public override WireDocumentKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException("A document's kind is a string.")
        : reader.ValueTextEquals("purchaseInvoice"u8) ? WireDocumentKind.PurchaseInvoice
        : reader.ValueTextEquals("purchaseCreditNote"u8) ? WireDocumentKind.PurchaseCreditNote
        : reader.ValueTextEquals("salesInvoice"u8) ? WireDocumentKind.SalesInvoice
        : reader.ValueTextEquals("salesCreditNote"u8) ? WireDocumentKind.SalesCreditNote
        : reader.ValueTextEquals("statement"u8) ? WireDocumentKind.Statement
        : WireDocumentKind.Other;

    public override void Write(Utf8JsonWriter writer, WireDocumentKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
}
