namespace Synqup.Architecture.Tests;

/// <summary>The host knows plugins only as files in a folder.</summary>
internal sealed class PluginFolderTests
{
    private static readonly string Host = Repository.OutputOf("host/Synqup.Host");

    [Test]
    public void The_host_has_each_plugin_in_a_folder_of_its_own_and_nowhere_else()
    {
        var found = Directory.GetFiles(Host, "Synqup.Plugins.*.dll", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Host, file).Replace('\\', '/'));

        Assert.That(
            found,
            Is.SupersetOf(
            [
                "plugins/adsolut/Synqup.Plugins.Adsolut.dll",
                "plugins/generic-folder/Synqup.Plugins.GenericFolder.dll",
                "plugins/winbooks/Synqup.Plugins.Winbooks.dll",
            ]));
        Assert.That(found, Has.All.Match("^plugins/[a-z0-9-]+/Synqup\\.Plugins\\.[A-Za-z]+\\.dll$").And.Exactly(Repository.ProjectsBelow("plugins").Count).Items);
    }

    [Test]
    public void A_plugin_folder_has_no_second_copy_of_the_sdk()
    {
        var folders = Directory.GetDirectories(Path.Combine(Host, "plugins"));

        Assert.That(folders, Is.Not.Empty);
        Assert.That(folders.SelectMany(folder => Directory.GetFiles(folder, "Synqup.Sdk*", SearchOption.AllDirectories)), Is.Empty);
    }

    [Test]
    public void The_host_lists_no_plugin_among_its_own_dependencies()
    {
        var dependencies = File.ReadAllText(Path.Combine(Host, "synqup.deps.json"));

        Assert.That(dependencies, Does.Contain("Synqup.Core"));
        Assert.That(dependencies, Does.Not.Contain("Synqup.Plugins"));
    }
}
