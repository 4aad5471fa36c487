using System.Text.Json;

namespace Synqup.Sdk;

/// <summary>What an accountant entered for one accounting package configuration.</summary>
public sealed record DestinationSettings
{
    /// <summary>Where each kind of document goes.</summary>
    public required DestinationPaths Paths { get; init; }

    /// <summary>How <c>[enterprise_identifier]</c> is written.</summary>
    public IdentifierForm Identifier { get; init; }

    /// <summary>The plugin's own options as JSON object; null means that every option has its default.</summary>
    public JsonElement? Options { get; init; }

    /// <summary>Reads <see cref="Options"/> strictly: an unknown option is an error, never ignored.</summary>
    /// <typeparam name="T">The record named by <see cref="PluginDescriptor.OptionsType"/>.</typeparam>
    /// <returns>The options; those that are absent have the default that the record gives them.</returns>
    /// <exception cref="InvalidSettingsException">Names the option and says what is allowed.</exception>
    public T ReadOptions<T>() where T : class, new() => throw new NotImplementedException();

    /// <summary>The folder for a document.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The folder, or why there is none: the configuration does not deliver this kind, or a variable has no value.</returns>
    public FolderResult FolderFor(Document document) => throw new NotImplementedException();
}
