using Synqup.Sdk;

namespace TwoPluginTypes;

public sealed class SecondPlugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor => new()
    {
        Key = "test-second",
        DisplayName = "Two",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/[enterprise_name]") },
        OptionsType = typeof(NoOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

