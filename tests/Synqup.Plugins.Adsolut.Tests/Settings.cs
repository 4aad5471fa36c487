using System.Text.Json;
using Synqup.Sdk;

namespace Synqup.Plugins.Adsolut.Tests;

internal static class Settings
{
    /// <summary>What the Console offers for a new configuration, and a folder for documents that have none there.</summary>
    public static DestinationSettings Default { get; } = new()
    {
        Paths = new AdsolutPlugin().Descriptor.DefaultPaths with { Documents = PathTemplate.Parse(@"D:\Documents\[enterprise_name]") },
    };

    public static DestinationSettings With(string options) => Default with { Options = JsonDocument.Parse(options).RootElement };
}
