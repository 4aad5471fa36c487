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

        var known = Serializer.GetTypeInfo(typeof(T)).Properties.ToDictionary(property => property.Name, property => property.PropertyType);
        foreach (var option in json.EnumerateObject())
        {
            if (!known.TryGetValue(option.Name, out var type))
                throw new InvalidSettingsException($"The option {Quote.Of(option.Name)} is unknown: {KnownOptions([.. known.Keys])}.");
            Check(option, type);
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
    private static void Check(JsonProperty option, Type type)
    {
        var enumeration = Nullable.GetUnderlyingType(type) ?? type;
        if (enumeration.IsEnum && option.Value.ValueKind == JsonValueKind.String)
        {
            // The converter is more liberal than the schema: it also takes other case.
            var allowed = Enum.GetNames(enumeration).Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();
            if (!allowed.Contains(option.Value.GetString()))
                throw Invalid(option, string.Join(", ", allowed));
        }
        try
        {
            if (option.Value.ValueKind == JsonValueKind.Null && type.IsValueType && Nullable.GetUnderlyingType(type) is null)
                throw Invalid(option, AllowedBy(type));
            option.Value.Deserialize(type, Serializer);
        }
        catch (JsonException e)
        {
            throw new InvalidSettingsException(Invalid(option, AllowedBy(enumeration)).Message, e);
        }
    }

    private static InvalidSettingsException Invalid(JsonProperty option, string allowed) =>
        new($"The option {Quote.Of(option.Name)} cannot be {option.Value.GetRawText()}: allowed is {allowed}.");

    private static string AllowedBy(Type type) => type switch
    {
        { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "a text",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(decimal) || type == typeof(double) => "a number",
        _ => $"a {JsonNamingPolicy.CamelCase.ConvertName(type.Name)}",
    };

    private static string KnownOptions(string[] names) =>
        names.Length == 0 ? "this accounting package has no options" : $"the known ones are {string.Join(", ", names)}";
}
