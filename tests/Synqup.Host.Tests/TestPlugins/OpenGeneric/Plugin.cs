using Synqup.Sdk;

namespace OpenGeneric;

public sealed class Plugin<T> : IDestinationPlugin
{
    public PluginDescriptor Descriptor => new()
    {
        Key = "test-generic",
        DisplayName = "Open generic",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/[enterprise_name]") },
        OptionsType = typeof(T),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}
