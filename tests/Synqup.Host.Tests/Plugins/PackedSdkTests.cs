using System.Diagnostics;
using System.Text.RegularExpressions;
using Synqup.Core.Routing;
using Synqup.Host.Plugins;

namespace Synqup.Host.Tests.Plugins;

/// <summary>The plugin that sdk/README.md prints, built as an author outside this repository does: from the packed SDK and from nothing else.</summary>
[Category("Long")]
internal sealed partial class PackedSdkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task The_plugin_of_the_readme_is_active()
    {
        var plugin = await BuildAsync(SdkCompatibility.HostSdkRelease.ToString(3));

        Assert.That((plugin.Key, plugin.State, plugin.Reason), Is.EqualTo(("exact-globe", PluginState.Active, (string?)null)));
    }

    [Test]
    public async Task A_plugin_from_a_newer_release_of_the_package_is_refused_with_both_versions()
    {
        var plugin = await BuildAsync("98.7.0");

        Assert.That(plugin.State, Is.EqualTo(PluginState.Incompatible));
        Assert.That(plugin.Reason, Does.Contain($"needs version 98.7 of Synqup.Sdk, and this program has the older {SdkCompatibility.HostSdkRelease.ToString(2)}."));
    }

    private async Task<LoadedPlugin> BuildAsync(string release)
    {
        await DotnetAsync("pack", Path.Combine(Built.Repository, "sdk", "Synqup.Sdk"), $"-p:Version={release}", "--artifacts-path", _folder["artifacts"], "-o", _folder["packages"]);
        var readme = (await File.ReadAllTextAsync(Path.Combine(Built.Repository, "sdk", "README.md"))).ReplaceLineEndings("\n");
        var project = Fences().Match(readme).Groups[2].Value;
        Assert.That(project, Does.Contain("Version=\"0.1.0\""));
        var path = _folder.Write(project.Replace("Version=\"0.1.0\"", $"Version=\"{release}\"", StringComparison.Ordinal), "source", "exact-globe.csproj");
        foreach (var (index, file) in Fences().Matches(readme).Where(fence => fence.Groups[1].Value == "csharp").Take(3).Index())
            _folder.Write(file.Groups[2].Value, "source", $"{index}.cs");
        // Packages of its own, so that none of an earlier build is found.
        _folder.Write(
            $"""<configuration><config><add key="globalPackagesFolder" value="{_folder["cache"]}" /></config><packageSources><clear /><add key="packed" value="{_folder["packages"]}" /></packageSources></configuration>""",
            "source", "nuget.config");

        await DotnetAsync("build", path, "-o", _folder["plugins", "exact-globe"]);

        foreach (var entry in Directory.EnumerateFileSystemEntries(_folder["plugins"], "*", SearchOption.AllDirectories).Append(_folder["plugins"])) Built.Protect(entry);
        return new PluginCatalog([_folder["plugins"]]).Plugins.Single();
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [.. arguments, "-c", "Release", "--nologo", "--disable-build-servers"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.That(process.ExitCode, Is.Zero, await output + await errors);
    }

    [GeneratedRegex("```(\\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();
}
