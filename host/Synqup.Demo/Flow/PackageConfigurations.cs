using Synqup.Core.Sources.Portal;
using Synqup.Demo.Office;
using Synqup.Demo.Sources;

namespace Synqup.Demo.Flow;

/// <summary>The three accounting package configurations, each with a tree of its own below the output folder.</summary>
internal static class PackageConfigurations
{
    private static readonly string[] Trees = ["winbooks", "adsolut", "generic"];

    public static IReadOnlyList<NewConfiguration> For(string output, string agentId) =>
    [
        new("Winbooks", agentId, Package.Winbooks, Paths(output, Trees[0], "[accounting_file_id]", documents: false)),
        new("Adsolut", agentId, Package.Adsolut, Paths(output, Trees[1], "[enterprise_identifier]", documents: false)),
        // The dossier number keeps customers apart whose names become the same folder.
        new("Generic folder", agentId, Package.GenericFolder, Paths(output, Trees[2], Path.Combine("[enterprise_name]", "[accounting_file_id]"), documents: true)),
    ];

    /// <summary>The literal folders, which a person makes: the agent makes what is below them.</summary>
    public static IEnumerable<string> Roots(string output) => Trees.Select(name => Path.Combine(output, name));

    private static ConfigurationPaths Paths(string output, string tree, string variables, bool documents)
    {
        var customer = Path.Combine(output, tree, variables);
        return new ConfigurationPaths(
            Path.Combine(customer, "inbound"), Path.Combine(customer, "outbound"), Path.Combine(customer, "statements"), documents ? Path.Combine(customer, "documents") : null);
    }
}
