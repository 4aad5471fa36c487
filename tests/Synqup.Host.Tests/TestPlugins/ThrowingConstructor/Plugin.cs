using Synqup.Sdk;

namespace ThrowingConstructor;

public sealed class Plugin : IDestinationPlugin
{
    public Plugin() => throw new InvalidOperationException("the constructor is out of order");

    public PluginDescriptor Descriptor => new()
    {
        Key = "test-ctor",
        DisplayName = "Constructor",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/[enterprise_name]") },
        OptionsType = typeof(NoOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record NoOptions;
