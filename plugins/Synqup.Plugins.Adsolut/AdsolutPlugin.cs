using Synqup.Sdk;

namespace Synqup.Plugins.Adsolut;

/// <summary>Delivers into the e-FFF and CODA folders of Adsolut.</summary>
public sealed class AdsolutPlugin : IDestinationPlugin
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Key = "adsolut",
        DisplayName = "Adsolut",
        DefaultPaths = new()
        {
            Purchases = PathTemplate.Parse(@"C:\adsolutclient\UBLDocs\[enterprise_identifier]\inbound"),
            Sales = PathTemplate.Parse(@"C:\adsolutclient\UBLDocs\[enterprise_identifier]\outbound"),
            Statements = PathTemplate.Parse(@"C:\adsolutclient\UBLDocs\[enterprise_identifier]\statements"),
        },
        OptionsType = typeof(AdsolutOptions),
    };

    /// <inheritdoc/>
    public IDestination Create(DestinationSettings settings)
    {
        var options = settings.ReadOptions<AdsolutOptions>();
        return new AdsolutDestination(settings, options, AdsolutNames.From(options));
    }
}
