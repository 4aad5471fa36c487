using Synqup.Sdk;

namespace Synqup.Plugins.Winbooks;

/// <summary>Delivers into the dossier folders of Winbooks Classic and its Virtual Invoice.</summary>
public sealed class WinbooksPlugin : IDestinationPlugin
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Key = "winbooks",
        DisplayName = "Winbooks",
        DefaultPaths = new()
        {
            // The natural key of a dossier is its code; each has its folder.
            Purchases = PathTemplate.Parse(@"C:\Winbooks\Data\[accounting_file_id]\inbound"),
            Sales = PathTemplate.Parse(@"C:\Winbooks\Data\[accounting_file_id]\outbound"),
            Statements = PathTemplate.Parse(@"C:\Winbooks\Data\[accounting_file_id]\statements"),
        },
        OptionsType = typeof(WinbooksOptions),
    };

    /// <inheritdoc/>
    public IDestination Create(DestinationSettings settings)
    {
        var options = settings.ReadOptions<WinbooksOptions>();
        return new WinbooksDestination(settings, options, WinbooksNames.From(options));
    }
}
