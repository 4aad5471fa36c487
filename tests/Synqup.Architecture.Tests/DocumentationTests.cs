using System.Text.RegularExpressions;

namespace Synqup.Architecture.Tests;

/// <summary>What the documentation says is there.</summary>
internal sealed partial class DocumentationTests
{
    /// <summary>Every command of the README, and who runs it.</summary>
    private static readonly Dictionary<string, string> RunBy = new()
    {
        ["dotnet run --project host/Synqup.Demo"] = nameof(ReadmeCommandTests),
        ["dotnet run --project host/Synqup.Demo -- --once"] = nameof(ReadmeCommandTests),
        ["dotnet test tests/Synqup.Sdk.Tests --filter Name~Unknown_variable"] = nameof(ReadmeCommandTests),
        ["./build.sh --description"] = nameof(ReadmeCommandTests),
        ["./build.sh --target=Pack"] = nameof(ReadmeCommandTests),
        ["./build.sh --target=Publish"] = nameof(ReadmeCommandTests),
        ["./build.sh --target=Benchmark"] = nameof(ReadmeCommandTests),
        ["./build.sh --target=Test"] = ".ci/run",
        ["./build.sh --target=Format"] = ".ci/run",
        // As Test and TestLong, so that their sum is the last line.
        ["./build.sh --target=TestAll"] = ".ci/run",
    };

    [Test]
    public void Every_command_of_the_readme_is_run_by_a_test_or_by_ci()
    {
        var commands = Markdown.CommandsOf("README.md");

        Assert.That(commands, Does.Contain("./build.sh --target=Test"));
        Assert.That(commands, Is.EquivalentTo(RunBy.Keys));
    }

    [Test]
    public void Every_target_that_a_page_names_exists()
    {
        var targets = TaskName().Matches(File.ReadAllText(Repository.At("build.cake"))).Select(task => task.Groups["name"].Value).ToList();
        var named = Markdown.Pages.Append(".ci/run").SelectMany(page => Markdown.TargetsOf(page).Select(target => (page, target))).ToList();

        Assert.That(targets, Does.Contain("Test"));
        Assert.That(named.Select(one => one.target), Does.Contain("Test"));
        Assert.That(named.Where(one => !targets.Contains(one.target)), Is.Empty);
    }

    [Test]
    public void Every_link_of_a_page_leads_somewhere()
    {
        var links = Markdown.Pages.SelectMany(page => Markdown.LinksOf(page).Select(link => (page, link))).ToList();

        Assert.That(links, Does.Contain(("README.md", "core/README.md")));
        Assert.That(links.Where(one => !Path.Exists(Repository.At(Path.GetDirectoryName(one.page)!, one.link))), Is.Empty);
    }

    [Test]
    public void The_readmes_one_test_exists()
    {
        var filter = Markdown.CommandsOf("README.md").Single(command => command.StartsWith("dotnet test", StringComparison.Ordinal)).Split("Name~")[1];

        Assert.That(Repository.AssemblyOf("tests/Synqup.Sdk.Tests").Methods, Has.Some.Contains(filter));
    }

    [GeneratedRegex("^Task\\(\"(?<name>[A-Za-z]+)\"\\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TaskName();
}
