using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Synqup.Sdk;

/// <summary>The JSON Schema from which the Console renders the form for a plugin's options.</summary>
internal static class OptionsSchema
{
    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <summary>The schema of an options record, with its descriptions and defaults.</summary>
    public static JsonElement Of(Type optionsType)
    {
        var schema = OptionsJson.Serializer.GetJsonSchemaAsNode(optionsType, Exporter).AsObject();
        var defaults = JsonSerializer.SerializeToNode(Activator.CreateInstance(optionsType), optionsType, OptionsJson.Serializer)!.AsObject();
        foreach (var (name, value) in defaults)
        {
            if (schema["properties"]?[name] is JsonObject property)
                property["default"] = value?.DeepClone();
        }
        return JsonSerializer.SerializeToElement(schema);
    }

    // A property without one may still have a described type.
    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var description = Description(context.PropertyInfo?.AttributeProvider) ?? Description(context.TypeInfo.Type);
        if (description is not null && schema is JsonObject node)
            node.Insert(0, "description", description);
        return schema;
    }

    private static string? Description(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true).OfType<DescriptionAttribute>().FirstOrDefault()?.Description;
}
