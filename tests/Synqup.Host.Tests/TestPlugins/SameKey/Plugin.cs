using Synqup.Sdk;

namespace SameKey;

public sealed class Plugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor => new()
    {
        Key = "test-healthy",
        DisplayName = "Same key",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/[enterprise_name]") },
        OptionsType = typeof(NoOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record NoOptions;
