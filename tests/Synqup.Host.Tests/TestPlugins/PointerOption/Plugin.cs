using Synqup.Sdk;

namespace PointerOption;

public sealed class Plugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor => new()
    {
        Key = "test-pointer-option",
        DisplayName = "Pointer option",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/[enterprise_name]") },
        OptionsType = typeof(PointerOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record PointerOptions
{
    public nint Handle { get; init; }
}
