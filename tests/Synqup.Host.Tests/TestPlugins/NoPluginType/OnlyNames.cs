using Synqup.Sdk;

namespace NoPluginType;

/// <summary>Knows the SDK, but implements nothing of it.</summary>
public static class OnlyNames
{
    public static string Name(Enterprise enterprise) => enterprise.Name;
}
