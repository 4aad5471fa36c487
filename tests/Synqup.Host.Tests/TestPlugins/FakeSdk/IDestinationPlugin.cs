namespace Synqup.Sdk;

/// <summary>The contract as a major version to come might have it.</summary>
public interface IDestinationPlugin
{
    string Name { get; }
}
