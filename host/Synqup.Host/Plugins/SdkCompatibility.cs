using System.Reflection;
using Synqup.Core.Routing;
using Synqup.Sdk;

namespace Synqup.Host.Plugins;

/// <summary>
/// A plugin fits when its SDK has the major version of ours and is not newer. The assembly version of the SDK is its major
/// version only, so a plugin that needs a certain release says so in its metadata.
/// </summary>
internal static class SdkCompatibility
{
    private static readonly Assembly Sdk = typeof(IDestinationPlugin).Assembly;

    public static Version HostSdk { get; } = Sdk.GetName().Version!;

    public static Version HostSdkRelease { get; } = Version.Parse(Sdk.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('-', '+')[0]);

    /// <exception cref="PluginFault">It does not fit; names both versions.</exception>
    public static void Require(PluginAssembly assembly)
    {
        if (Mismatch(assembly) is { } sentence) throw new PluginFault(PluginState.Incompatible, $"{Path.GetFileName(assembly.Path)} {sentence}");
    }

    private static string? Mismatch(PluginAssembly assembly)
    {
        var built = assembly.Sdk!;
        if (built.Major != HostSdk.Major)
        {
            return $"was built against version {built.Major} of {PluginAssembly.SdkName}, and this program has version {HostSdk.Major}. "
                + (built.Major > HostSdk.Major ? "Update this program, or install a build of the plugin for it." : "Install a newer build of the plugin, or ask its author for one.");
        }

        if (built > HostSdk) return Newer(built, HostSdk);
        return assembly.NeedsSdk is { } needed && Release(needed) > Release(HostSdkRelease) ? Newer(needed, HostSdkRelease) : null;
    }

    private static string Newer(Version needed, Version ours) =>
        $"needs version {needed.ToString(2)} of {PluginAssembly.SdkName}, and this program has the older {ours.ToString(2)}. Update this program, or install an older build of the plugin.";

    private static Version Release(Version version) => new(version.Major, version.Minor);
}
