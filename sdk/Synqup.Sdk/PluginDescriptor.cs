using System.Text.Json;

namespace Synqup.Sdk;

/// <summary>What people and the Console have to know about a plugin.</summary>
public sealed record PluginDescriptor
{
    /// <summary>What configurations call the package: lower-case letters, digits and hyphens, such as <c>winbooks</c>. Never changes.</summary>
    public required string Key { get; init; }

    /// <summary>The name for people, such as <c>Winbooks</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The path templates that the Console offers for a new configuration.</summary>
    public required DestinationPaths DefaultPaths { get; init; }

    /// <summary>
    /// The record to which <see cref="DestinationSettings.ReadOptions{T}"/> is applied; its JSON Schema is what the Console
    /// renders as a form. A record without properties means that there are no options.
    /// </summary>
    public required Type OptionsType { get; init; }

    /// <summary>
    /// The JSON Schema (2020-12) of <see cref="OptionsType"/>: camelCase names, what each value may be, its default, and as description
    /// what its <see cref="System.ComponentModel.DescriptionAttribute"/> says. Nothing else is allowed in the options.
    /// </summary>
    /// <exception cref="NotSupportedException">The type holds something that JSON cannot express.</exception>
    public JsonElement OptionsSchema() => Sdk.OptionsSchema.Of(OptionsType);
}
