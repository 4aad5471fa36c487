using Synqup.Sdk;

namespace ThrowingDescriptor;

public sealed class Plugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor => throw new InvalidOperationException("the descriptor is out of order");

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record NoOptions;
