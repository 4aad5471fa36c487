using Synqup.Core.Routing;

namespace Synqup.Host.Plugins;

/// <summary>Why a plugin is not used. Its message goes to the user as it is.</summary>
internal sealed class PluginFault(PluginState state, string reason, Exception? cause = null) : Exception(reason, cause)
{
    public PluginState State { get; } = state;
}
