using Synqup.Sdk;

namespace Synqup.Plugins.GenericFolder;

/// <summary>Delivers every kind of document into folders, for whatever program or person reads them.</summary>
public sealed class GenericFolderPlugin : IDestinationPlugin
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Key = "generic-folder",
        DisplayName = "Generic folder",
        DefaultPaths = new()
        {
            Purchases = PathTemplate.Parse(@"D:\Synqup\[enterprise_name]_[enterprise_identifier]\inbound"),
            Sales = PathTemplate.Parse(@"D:\Synqup\[enterprise_name]_[enterprise_identifier]\outbound"),
            Statements = PathTemplate.Parse(@"D:\Synqup\[enterprise_name]_[enterprise_identifier]\statements"),
            Documents = PathTemplate.Parse(@"D:\Synqup\[enterprise_name]_[enterprise_identifier]\documents"),
        },
        OptionsType = typeof(GenericFolderOptions),
    };

    /// <inheritdoc/>
    public IDestination Create(DestinationSettings settings)
    {
        var options = settings.ReadOptions<GenericFolderOptions>();
        return new GenericFolderDestination(settings, options, GenericFolderNames.From(options));
    }
}
