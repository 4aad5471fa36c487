using System.Text.Json;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.OfficeSide;

/// <summary>
/// Holds the options of a configuration to the JSON Schema that its agent reported for the plugin, as far as such schemas go: types,
/// values, and the names of options.
/// </summary>
internal static class OptionsCheck
{
    private const int LongestShown = 60;

    /// <param name="heartbeat">The agent's last one, as it came.</param>
    /// <returns>The schema; null where the agent did not say one, so that nothing can be held to it.</returns>
    public static JsonElement? Schema(string? heartbeat, string? package, JsonSerializerOptions json) =>
        heartbeat is null ? null : JsonSerializer.Deserialize<Heartbeat>(heartbeat, json)?.Plugins
            .Where(plugin => string.Equals(plugin.Key, package, StringComparison.OrdinalIgnoreCase)).Select(plugin => plugin.OptionsSchema).FirstOrDefault(schema => schema is not null);

    /// <summary>Adds each value that the schema does not allow, under its place.</summary>
    public static void Add(Mistakes mistakes, string place, JsonElement value, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        if (schema.TryGetProperty("enum", out var allowed))
        {
            if (!allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
                mistakes.Add(place, $"This cannot be {Shown(value)}. Write {string.Join(" or ", allowed.EnumerateArray().Select(one => one.GetRawText()))}.");
        }
        else if (schema.TryGetProperty("type", out var type) && !Types(type).Any(one => Is(value, one)))
        {
            mistakes.Add(place, $"This cannot be {Shown(value)}. Write {string.Join(" or ", Types(type).Select(Meaning))}.");
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            AddMembers(mistakes, place, value, schema);
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
                Add(mistakes, $"{place}[{index}]", item, items);
        }
    }

    private static void AddMembers(Mistakes mistakes, string place, JsonElement value, JsonElement schema)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToDictionary(one => one.Name, one => one.Value) : [];
        var isClosed = schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False;
        foreach (var member in value.EnumerateObject())
        {
            if (known.TryGetValue(member.Name, out var inner))
                Add(mistakes, $"{place}.{member.Name}", member.Value, inner);
            else if (isClosed)
                mistakes.Add($"{place}.{member.Name}", known.Count == 0 ? "Remove it: this accounting package has no options." : $"There is no such option. There are: {string.Join(", ", known.Keys)}.");
        }

        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(one => one.GetString()!) : [])
        {
            if (!value.TryGetProperty(name, out _))
                mistakes.Add($"{place}.{name}", "This is needed.");
        }
    }

    private static IEnumerable<string?> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()) : [type.GetString()];

    private static bool Is(JsonElement value, string? type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        // What is not known here is the agent's to judge.
        _ => true,
    };

    private static string Meaning(string? type) => type switch
    {
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "array" => "a list",
        "object" => "a JSON object",
        "null" => "null",
        _ => "a number",
    };

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: > LongestShown } text ? $"{text[..LongestShown]}…" : value.GetRawText();
}
