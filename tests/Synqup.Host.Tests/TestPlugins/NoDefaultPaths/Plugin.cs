using Synqup.Sdk;

namespace NoDefaultPaths;

public sealed class Plugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor => new()
    {
        Key = "test-no-paths",
        DisplayName = "No paths",
        DefaultPaths = new(),
        OptionsType = typeof(NoOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record NoOptions;
