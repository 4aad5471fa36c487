using System.Text.RegularExpressions;

namespace Synqup.Architecture.Tests;

/// <summary>What the documentation says is there.</summary>
internal sealed partial class DocumentationTests
{
    /// <summary>Every command of the README, and the test whose source types it.</summary>
    private static readonly Dictionary<string, string> RunByTest = new()
    {
        ["dotnet run --project host/Synqup.Demo"] = nameof(ReadmeCommandTests.The_demo_runs_until_ctrl_c),
        ["dotnet run --project host/Synqup.Demo -- --once"] = nameof(ReadmeCommandTests.The_demo_delivers_and_ends_when_told_to),
        ["dotnet test tests/Synqup.Sdk.Tests --filter Name~Unknown_variable"] = nameof(ReadmeCommandTests.One_test_can_be_run),
        ["./build.sh --description"] = nameof(ReadmeCommandTests.The_build_lists_its_targets),
        ["./build.sh --target=Pack"] = nameof(ReadmeCommandTests.Packing_makes_a_package_of_each_part_of_the_sdk),
        ["./build.sh --target=Publish"] = nameof(ReadmeCommandTests.Publishing_makes_programs_that_need_no_runtime),
        ["./build.sh --target=Benchmark"] = nameof(ReadmeCommandTests.The_benchmark_measures_four_programs),
    };

    /// <summary>The others, and the lines of <c>.ci/run</c> that run them; its function <c>tests</c> is <c>./build.sh</c>.</summary>
    private static readonly Dictionary<string, string[]> RunByCi = new()
    {
        ["./build.sh --target=Test"] = ["if tests --target=Test; then"],
        ["./build.sh --target=Format"] = ["if ! ./build.sh --target=Format "],
        // As Test and TestLong, so that their sum is the last line.
        ["./build.sh --target=TestAll"] = ["if tests --target=Test; then", "tests --target=TestLong "],
    };

    [Test]
    public void Every_command_of_the_readme_is_run_by_a_test_or_by_ci()
    {
        var commands = Markdown.CommandsOf("README.md");

        Assert.That(commands, Does.Contain("./build.sh --target=Test"));
        Assert.That(commands, Is.EquivalentTo(RunByTest.Keys.Concat(RunByCi.Keys)));
    }

    [TestCaseSource(nameof(RunByTest))]
    public void The_test_of_a_readme_command_runs_it(KeyValuePair<string, string> command)
    {
        var method = typeof(ReadmeCommandTests).GetMethod(command.Value)!;
        var source = File.ReadAllText(Repository.At("tests", "Synqup.Architecture.Tests", $"{nameof(ReadmeCommandTests)}.cs")).Split($"Task {command.Value}(")[1].Split("\n    }")[0];

        Assert.That(method.GetCustomAttributes(inherit: false), Has.Some.InstanceOf<TestAttribute>().And.None.InstanceOf<IgnoreAttribute>().And.None.InstanceOf<ExplicitAttribute>());
        Assert.That(source, Does.Match($"(RunAsync|Start)\\(\"[^\"]*{Regex.Escape(command.Key)}[\" ]"));
    }

    [TestCaseSource(nameof(RunByCi))]
    public void Ci_runs_the_commands_that_no_test_can(KeyValuePair<string, string[]> command)
    {
        var lines = File.ReadAllLines(Repository.At(".ci", "run")).Select(line => line.TrimStart()).ToList();

        Assert.That(lines, Has.Some.StartsWith("./build.sh \"$@\""), "what its function tests runs");
        foreach (var start in command.Value)
            Assert.That(lines, Has.Some.StartsWith(start), command.Key);
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
