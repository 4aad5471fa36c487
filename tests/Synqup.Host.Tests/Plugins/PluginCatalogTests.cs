using System.Runtime.Versioning;
using Synqup.Core.Routing;
using Synqup.Host.Plugins;
using Synqup.Sdk;

namespace Synqup.Host.Tests.Plugins;

internal sealed class PluginCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void The_plugins_of_the_build_are_active()
    {
        var plugins = new PluginCatalog([Built.Plugins]).Plugins;

        Assert.That(plugins.Select(one => (one.Key, one.State, one.Reason)), Is.EqualTo(new[]
        {
            ("adsolut", PluginState.Active, (string?)null),
            ("generic-folder", PluginState.Active, null),
            ("winbooks", PluginState.Active, null),
        }));
    }

    [Test]
    public void The_built_plugin_folders_hold_no_copy_of_the_contract()
    {
        var files = Directory.GetFiles(Built.Plugins, "*.dll", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();

        Assert.That(files, Has.Count.GreaterThanOrEqualTo(3));
        Assert.That(files, Has.None.EqualTo("Synqup.Sdk.dll"));
    }

    [TestCase("NoPluginType", PluginState.Failed, "has no plugin type")]
    [TestCase("NotPublic", PluginState.Failed, "is not public")]
    [TestCase("OpenGeneric", PluginState.Failed, "OpenGeneric.Plugin`1 is generic")]
    [TestCase("TwoPluginTypes", PluginState.Failed, "has 2 plugin types (TwoPluginTypes.Plugin, TwoPluginTypes.SecondPlugin)")]
    [TestCase("WrongSdkMajor", PluginState.Incompatible, "was built against version 2 of Synqup.Sdk, and this program has version 1. Update this program")]
    [TestCase("NewerSdk", PluginState.Incompatible, "needs version 98.7 of Synqup.Sdk, and this program has the older 0.1. Update this program")]
    [TestCase("MissingDependency", PluginState.Failed, "MissingDependency.dll needs NLog.dll, which is not in")]
    [TestCase("ThrowingConstructor", PluginState.Failed, "InvalidOperationException: the constructor is out of order. Report it")]
    [TestCase("ThrowingDescriptor", PluginState.Failed, "InvalidOperationException: the descriptor is out of order")]
    [TestCase("BadKey", PluginState.Failed, "is \"Not A Key\"")]
    [TestCase("PointerOption", PluginState.Failed, "The options type PointerOption.PointerOptions cannot be described to the Console: ")]
    [TestCase("NoDefaultPaths", PluginState.Failed, "has no default path")]
    public void A_broken_plugin_says_why_and_leaves_the_others_alone(string name, PluginState state, string reason)
    {
        Built.CopyTestPlugins(_folder.Path, name, "Healthy");

        var plugins = new PluginCatalog([_folder.Path]).Plugins;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugins, Has.Count.EqualTo(2));
            var broken = plugins.Single(one => one.Folder.EndsWith(name, StringComparison.Ordinal));
            Assert.That(broken.State, Is.EqualTo(state), broken.Reason);
            Assert.That(broken.Reason, Does.Contain(reason));
            Assert.That(broken.Plugin, Is.Null);
            Assert.That(broken.Version, Is.Not.Empty);
            Assert.That(plugins.Single(one => one.Key == "test-healthy").State, Is.EqualTo(PluginState.Active));
        }
    }

    [Test]
    public void A_damaged_assembly_is_named()
    {
        Built.CopyTestPlugins(_folder.Path, "Healthy");
        File.WriteAllText(_folder["Healthy", "Healthy.dll"], "not an assembly");

        Assert.That(Only().Reason, Does.StartWith("Healthy.dll in ").And.Contain("bad image"));
    }

    [Test]
    public void A_truncated_assembly_is_a_failed_plugin([Values(64, 600, 1500, 3000)] int length)
    {
        Built.CopyTestPlugins(_folder.Path, "Healthy");
        using (var file = File.OpenWrite(_folder["Healthy", "Healthy.dll"])) file.SetLength(length);

        Assert.That(Only(), Has.Property(nameof(LoadedPlugin.State)).EqualTo(PluginState.Failed).And.Property(nameof(LoadedPlugin.Reason)).Contain("Copy the plugin again"));
    }

    [Test]
    public void A_plugin_without_a_folder_of_its_own_says_where_to_move_it()
    {
        Built.CopyTestPlugins(_folder.Path, "Healthy");
        foreach (var file in Directory.GetFiles(_folder["Healthy"])) File.Move(file, _folder[Path.GetFileName(file)]);
        Directory.Delete(_folder["Healthy"]);

        var plugin = Only();

        Assert.That(plugin.State, Is.EqualTo(PluginState.Failed));
        Assert.That(plugin.Reason, Does.Contain($"Healthy.dll directly in {_folder.Path}. Move").And.EndWith($"to {_folder["Healthy"]}."));
    }

    [Test]
    public void A_folder_without_a_plugin_says_so()
    {
        _folder.Write("hello", "empty", "readme.txt");

        Assert.That(Only().Reason, Does.Contain("there is no plugin in it"));
    }

    [Test]
    public void Two_folders_with_one_key_are_both_refused()
    {
        Built.CopyTestPlugins(_folder.Path, "Healthy", "SameKey");

        var plugins = new PluginCatalog([_folder.Path]).Plugins;

        Assert.That(plugins, Has.Count.EqualTo(2));
        Assert.That(plugins, Has.All.Property(nameof(LoadedPlugin.Plugin)).Null
            .And.All.Property(nameof(LoadedPlugin.Reason)).Contain("Several folders hold a plugin with the key \"test-healthy\"")
            .And.All.Property(nameof(LoadedPlugin.Reason)).Contain(_folder["SameKey"]));
    }

    [Test]
    public void A_plugin_that_comes_with_the_program_wins_over_another_with_its_key()
    {
        Built.CopyTestPlugins(_folder["own"], "SameKey");
        Built.CopyTestPlugins(_folder["added"], "Healthy");

        var catalog = new PluginCatalog([_folder["own"], _folder["added"]]);

        var other = catalog.Plugins.Single(one => one.Folder == _folder["added", "Healthy"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(catalog.Plugins, Has.Count.EqualTo(2));
            Assert.That(catalog.TryFind("test-healthy", out var plugin, out _), Is.True);
            Assert.That(plugin?.Descriptor.DisplayName, Is.EqualTo("Same key"), "the program's own");
            Assert.That((other.State, other.Plugin), Is.EqualTo((PluginState.Failed, (IDestinationPlugin?)null)));
            Assert.That(other.Reason, Does.Contain(_folder["own", "SameKey"]).And.Contain(other.Folder).And.Contain("Remove it"));
        }
    }

    [TestCase(UnixFileMode.GroupWrite)]
    [TestCase(UnixFileMode.OtherWrite)]
    [Platform(Exclude = "Win", Reason = "Unix modes")]
    [UnsupportedOSPlatform("windows")]
    public void A_plugin_that_others_can_write_to_is_untrusted_and_not_loaded(UnixFileMode writable)
    {
        Built.CopyTestPlugins(_folder.Path, "Healthy");
        var file = _folder["Healthy", "Healthy.dll"];
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | writable);

        var plugin = Only();

        Assert.That(plugin.State, Is.EqualTo(PluginState.Untrusted));
        Assert.That(plugin.Reason, Does.Contain("chmod -R go-w").And.Contain(file));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Unix modes")]
    [UnsupportedOSPlatform("windows")]
    public void A_plugins_folder_that_others_can_write_to_makes_all_in_it_untrusted()
    {
        Built.CopyTestPlugins(_folder.Path, "Healthy", "NoPluginType");
        File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherWrite);

        Assert.That(new PluginCatalog([_folder.Path]).Plugins, Has.Count.EqualTo(2).And.All.Property(nameof(LoadedPlugin.State)).EqualTo(PluginState.Untrusted));
    }

    [Test]
    public void A_missing_plugin_is_answered_with_those_that_are_installed()
    {
        Built.CopyTestPlugins(_folder.Path, "Healthy");

        var found = new PluginCatalog([_folder.Path]).TryFind("venice", out var plugin, out var problem);

        Assert.That(found, Is.False);
        Assert.That(plugin, Is.Null);
        Assert.That(problem, Does.Contain("\"venice\" is not installed. Installed: test-healthy."));
    }

    [Test]
    public void A_plugin_that_is_not_active_is_answered_with_its_reason()
    {
        Built.CopyTestPlugins(_folder.Path, "NoPluginType");

        Assert.That(new PluginCatalog([_folder.Path]).TryFind("noplugintype", out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain("cannot be used (failed): ").And.Contain("has no plugin type"));
    }

    [Test]
    public void Each_plugin_lives_in_its_own_context_and_shares_the_contract()
    {
        Built.CopyTestPlugins(_folder["a"], "Healthy");
        Built.CopyTestPlugins(_folder["b"], "Healthy");

        var first = new PluginCatalog([_folder["a"]]).Plugins.Single().Plugin!.GetType();
        var second = new PluginCatalog([_folder["b"]]).Plugins.Single().Plugin!.GetType();

        Assert.That(first.Assembly, Is.Not.SameAs(second.Assembly));
        Assert.That(first.GetInterfaces(), Does.Contain(typeof(IDestinationPlugin)));
    }

    private LoadedPlugin Only() => new PluginCatalog([_folder.Path]).Plugins.Single();
}
