namespace Synqup.Sdk;

/// <summary>What a plugin assembly exports, exactly once: an accounting package into which documents can be delivered.</summary>
/// <remarks>The implementing class needs a public constructor without parameters that does nothing that can fail.</remarks>
public interface IDestinationPlugin
{
    /// <summary>What people and the Console have to know about the package. Constant.</summary>
    PluginDescriptor Descriptor { get; }

    /// <summary>Makes the destination of one accounting package configuration.</summary>
    /// <param name="settings">The paths and options of the configuration.</param>
    /// <returns>A destination that may be used from several threads at once and for any number of documents.</returns>
    /// <exception cref="InvalidSettingsException">An option is unknown, or its value is not one of those allowed.</exception>
    IDestination Create(DestinationSettings settings);
}
