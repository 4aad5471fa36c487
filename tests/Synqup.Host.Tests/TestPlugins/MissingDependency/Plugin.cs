using Synqup.Sdk;

namespace MissingDependency;

public sealed class Plugin : IDestinationPlugin
{
    private readonly NLog.LogLevel _level = NLog.LogLevel.Info;

    public PluginDescriptor Descriptor => new()
    {
        Key = "test-missing",
        DisplayName = "Missing",
        DefaultPaths = new() { Purchases = PathTemplate.Parse("/documents/" + _level.Name) },
        OptionsType = typeof(NoOptions),
    };

    public IDestination Create(DestinationSettings settings) => throw new NotSupportedException();
}

public sealed record NoOptions;
