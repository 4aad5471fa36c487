using Synqup.Sdk;

namespace NotPublic;

internal sealed class Plugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor => new()
    {
        Key = "test-not-public",
        DisplayName = "Not public",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/[enterprise_name]") },
        OptionsType = typeof(NoOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record NoOptions;
