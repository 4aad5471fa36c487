namespace Synqup.Architecture.Tests;

/// <summary>Dependencies point one way: plugins → sdk, core → sdk, host → core and sdk.</summary>
internal sealed class DependencyTests
{
    private static IReadOnlyList<string> Plugins => Repository.ProjectsBelow("plugins");

    [Test]
    public void The_sdk_references_nothing_but_the_framework()
    {
        var references = Repository.AssemblyOf("sdk/Synqup.Sdk").References;

        Assert.That(references, Is.Not.Empty);
        Assert.That(references, Has.All.StartsWith("System."));
    }

    [Test]
    public void The_contract_tests_know_the_sdk_only()
        => Assert.That(Repository.AssemblyOf("sdk/Synqup.Sdk.Testing").OwnReferences, Is.EqualTo(["Synqup.Sdk"]));

    [Test]
    public void The_core_knows_the_sdk_only()
        => Assert.That(Repository.AssemblyOf("core/Synqup.Core").OwnReferences, Is.EqualTo(["Synqup.Sdk"]));

    [Test]
    public void A_plugin_knows_the_sdk_only()
    {
        Assert.That(Plugins, Is.SupersetOf(["plugins/Synqup.Plugins.Adsolut", "plugins/Synqup.Plugins.GenericFolder", "plugins/Synqup.Plugins.Winbooks"]));

        using (Assert.EnterMultipleScope())
        {
            foreach (var plugin in Plugins)
            {
                Assert.That(Repository.AssemblyOf(plugin).OwnReferences, Is.EqualTo(["Synqup.Sdk"]), plugin);
            }
        }
    }

    [TestCase("host/Synqup.Host", "synqup", "Synqup.Core", "Synqup.Sdk")]
    [TestCase("host/Synqup.Console", "synqup-console", "Synqup.Core")]
    [TestCase("host/Synqup.Demo", "Synqup.Demo", "Synqup.Core")]
    public void A_program_knows_core_and_sdk_and_no_plugin(string project, string assembly, params string[] known)
    {
        var references = Repository.AssemblyOf(project, assembly).OwnReferences.ToList();

        Assert.That(references, Is.SupersetOf(known));
        Assert.That(references, Is.SubsetOf(["Synqup.Core", "Synqup.Sdk"]));
    }

    [Test]
    public void Every_project_of_the_product_has_its_rule()
        => Assert.That(
            Repository.ProjectsBelow("sdk").Concat(Repository.ProjectsBelow("core")).Concat(Repository.ProjectsBelow("host")).Where(HasAssembly),
            Is.EquivalentTo(
            [
                "sdk/Synqup.Sdk", "sdk/Synqup.Sdk.Testing", "core/Synqup.Core", "host/Synqup.Host", "host/Synqup.Console", "host/Synqup.Demo",
            ]));

    // A package of templates is content only.
    private static bool HasAssembly(string project)
        => !File.ReadAllText(Directory.GetFiles(Repository.At(project), "*.csproj").Single()).Contains("<PackageType>Template</PackageType>", StringComparison.Ordinal);
}
