namespace Synqup.Sdk.Tests;

internal sealed class ReferencesTests
{
    // What the SDK references is pinned to the host's version in every plugin.
    [Test]
    public void Sdk_references_the_framework_and_nothing_else()
    {
        var references = typeof(IDestinationPlugin).Assembly.GetReferencedAssemblies().Select(reference => reference.Name).ToArray();
        Assert.That(references, Is.Not.Empty);
        Assert.That(references.Where(name => !name!.StartsWith("System.", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Assembly_version_names_the_major_version_only()
    {
        var version = typeof(IDestinationPlugin).Assembly.GetName().Version!;
        Assert.That((version.Minor, version.Build, version.Revision), Is.EqualTo((0, 0, 0)));
    }
}
