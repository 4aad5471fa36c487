using Synqup.Sdk;

namespace BadKey;

public sealed class Plugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor => new()
    {
        Key = "Not A Key",
        DisplayName = "Bad key",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/[enterprise_name]") },
        OptionsType = typeof(NoOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record NoOptions;
