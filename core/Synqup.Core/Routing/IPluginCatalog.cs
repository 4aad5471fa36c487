using System.Diagnostics.CodeAnalysis;
using Synqup.Sdk;

namespace Synqup.Core.Routing;

/// <summary>The plugins that the host found, loaded or not.</summary>
internal interface IPluginCatalog
{
    /// <summary>Every plugin that was found, in the order of its key.</summary>
    IReadOnlyList<LoadedPlugin> Plugins { get; }

    /// <summary>Finds the plugin of an accounting package.</summary>
    /// <param name="key">What configurations call it.</param>
    /// <param name="plugin">The plugin, active.</param>
    /// <param name="problem">That it is missing, or why it is not active, and what to do.</param>
    bool TryFind(string key, [NotNullWhen(true)] out IDestinationPlugin? plugin, [NotNullWhen(false)] out string? problem);
}

internal enum PluginState
{
    Active,
    Incompatible,
    Failed,
    Untrusted,
}

/// <param name="Key">From the descriptor, or the folder's name when the plugin could not be asked.</param>
/// <param name="Version">Of the assembly; empty when it could not be read.</param>
/// <param name="Reason">Why it is not active, and what to do; null when it is.</param>
/// <param name="Plugin">Null unless active.</param>
/// <param name="Folder">Where it was found.</param>
internal sealed record LoadedPlugin(
    string Key, string DisplayName, string Version, PluginState State, string? Reason, IDestinationPlugin? Plugin, string Folder);
