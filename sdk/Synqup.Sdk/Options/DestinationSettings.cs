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
    public T ReadOptions<T>() where T : class, new() => OptionsJson.Read<T>(Options);

    /// <summary>The folder for a document.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The folder, or why there is none: the configuration does not deliver this kind, or a variable has no value.</returns>
    public FolderResult FolderFor(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Paths.For(document.Kind) is { } template
            ? template.Expand(document.Enterprise, Identifier)
            : FolderResult.None($"The accounting package configuration has no path for {document.Kind switch
            {
                DocumentKind.PurchaseInvoice or DocumentKind.PurchaseCreditNote => "purchase invoices",
                DocumentKind.SalesInvoice or DocumentKind.SalesCreditNote => "sales invoices",
                DocumentKind.Statement => "bank statements",
                _ => "other documents",
            }}: fill it in on the configuration in the Console if they are to be delivered.");
    }
}
