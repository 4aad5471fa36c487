using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Synqup.Sdk;

/// <summary>How a plugin's options are written: camelCase, enumerations as camelCase text, nothing unknown, nothing twice.</summary>
internal static class OptionsJson
{
    public static JsonSerializerOptions Serializer { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static T Read<T>(JsonElement? options) where T : class, new()
    {
        if (options is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } json)
            return new T();
        if (json.ValueKind != JsonValueKind.Object)
            throw new InvalidSettingsException($"The options must be a JSON object, but are {json.GetRawText()}.");

        var known = Serializer.GetTypeInfo(typeof(T)).Properties.ToDictionary(property => property.Name);
        var seen = new HashSet<string>();
        foreach (var option in json.EnumerateObject())
        {
            if (!known.TryGetValue(option.Name, out var property))
                throw new InvalidSettingsException($"The option {Quote.Of(option.Name)} is unknown: {KnownOptions([.. known.Keys])}.");
            if (!seen.Add(option.Name))
                throw new InvalidSettingsException($"The option {Quote.Of(option.Name)} is there twice.");
            Check(option, property);
        }
        try
        {
            return json.Deserialize<T>(Serializer) ?? new T();
        }
        catch (JsonException e)
        {
            throw new InvalidSettingsException($"The options cannot be read: {e.Message}", e);
        }
    }

    // Value by value, so that a message can name the option and what it allows.
    private static void Check(JsonProperty option, JsonPropertyInfo property)
    {
        if (option.Value.ValueKind == JsonValueKind.Null && !property.IsSetNullable)
            throw Invalid(option, property.PropertyType);
        // The converter is more liberal than the schema: it also takes other case.
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum && option.Value.ValueKind == JsonValueKind.String && !Names(type).Contains(option.Value.GetString()))
            throw Invalid(option, type);
        try
        {
            option.Value.Deserialize(property.PropertyType, Serializer);
        }
        catch (JsonException e)
        {
            throw Invalid(option, type, e);
        }
    }

    private static InvalidSettingsException Invalid(JsonProperty option, Type type, JsonException? cause = null)
    {
        var message = $"The option {Quote.Of(option.Name)} cannot be {option.Value.GetRawText()}: allowed is {AllowedBy(type)}.";
        return cause is null ? new(message) : new(message, cause);
    }

    private static string[] Names(Type enumeration) => Array.ConvertAll(Enum.GetNames(enumeration), JsonNamingPolicy.CamelCase.ConvertName);

    private static string AllowedBy(Type type) => type switch
    {
        { IsEnum: true } => string.Join(", ", Names(type)),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "a text",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(decimal) || type == typeof(double) => "a number",
        _ => $"a {JsonNamingPolicy.CamelCase.ConvertName(type.Name)}",
    };

    private static string KnownOptions(string[] names) =>
        names.Length == 0 ? "this accounting package has no options" : $"the known ones are {string.Join(", ", names)}";
}
