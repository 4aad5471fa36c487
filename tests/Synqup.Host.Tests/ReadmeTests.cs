using System.IO.Abstractions;
using System.Text.RegularExpressions;
using Synqup.Core.Configuration;
using Synqup.Core.Routing;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests;

/// <summary>host/README.md says what the program does.</summary>
internal sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Built.Repository, "host", "README.md"));

    private static IEnumerable<string> Examples =>
        Blocks().SelectMany(block => block.Split('\n')).Where(line => line.StartsWith("synqup ", StringComparison.Ordinal)).Select(line => line.Trim());

    [Test]
    public void Every_exit_code_is_listed_with_its_sentence()
    {
        var listed = ExitCodeRow().Matches(Readme).Select(row => (int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), row.Groups[2].Value));

        Assert.That(listed, Is.EqualTo(ExitCodes.All()));
    }

    [Test]
    public void Every_command_and_every_state_of_a_plugin_is_explained()
    {
        foreach (var command in CommandLine.Root().Subcommands) Assert.That(Readme, Does.Contain($"- **{command.Name}**: "));
        foreach (var state in Enum.GetNames<PluginState>()) Assert.That(Readme, Does.Contain($"| `{state.ToLowerInvariant()}` | "));
    }

    [Test]
    public void Every_key_of_the_settings_is_explained()
    {
        var keys = typeof(AgentSettings).GetProperties().Select(one => char.ToLowerInvariant(one.Name[0]) + one.Name[1..]).Where(one => one != "equalityContract").ToList();

        Assert.That(keys, Does.Contain("dataFolder"));
        foreach (var key in keys) Assert.That(Readme, Does.Contain($"| `{key}` | "));
    }

    [Test]
    public void The_settings_example_has_no_problem()
    {
        using var folder = new TemporaryFolder();
        var key = folder.Write("the-key", "enrolment.key");
        var example = Blocks().Single(block => block.Contains("\"connections\"", StringComparison.Ordinal)).Replace("/etc/synqup/enrolment.key", key, StringComparison.Ordinal);
        var path = folder.Write(example[example.IndexOf('{', StringComparison.Ordinal)..], "synqup.json");

        var result = SettingsReader.Read(new FileSystem(), path, folder.Path, new Dictionary<string, string>(), []);

        Assert.That(result.Problems, Is.Empty);
    }

    [Test]
    public async Task Every_example_does_something()
    {
        await using var portal = await TestPortal.StartAsync();
        using var agent = new AgentFolder();
        agent.Write(portal.Address, TestPortal.Key);
        var examples = Examples.Where(line => line != "synqup run").ToList();
        Assert.That(examples, Has.Count.GreaterThan(10));

        foreach (var example in examples)
        {
            var answer = await SynqupProgram.RunAsync(example.Split(' ')[1..], new() { ["SYNQUP_SETTINGS"] = agent.Settings });

            Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Ok).Or.EqualTo((int)ExitCode.Problems), $"{example}: {answer}");
        }
    }

    private static IEnumerable<string> Blocks() => Readme.Split("```").Where((_, index) => index % 2 == 1);

    [GeneratedRegex(@"^\| (\d+) \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();
}
