using Synqup.Sdk;

namespace NewerSdk;

public sealed class Plugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor => new()
    {
        Key = "test-newer",
        DisplayName = "Newer",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/[enterprise_name]") },
        OptionsType = typeof(NoOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record NoOptions;
