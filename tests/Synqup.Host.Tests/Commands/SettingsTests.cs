using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

internal sealed class SettingsTests : IDisposable
{
    private static readonly string[] Commands = ["run", "sync", "check", "preview", "plugins", "status", "history"];
    private readonly AgentFolder _agent = new();

    public void Dispose() => _agent.Dispose();

    [Test]
    public async Task All_problems_of_a_broken_settings_file_are_shown_at_once()
    {
        _agent.WriteText("""{ "connections": [ { "name": "", "portal": "ftp://portal" } ], "dataFolder": 5, "colour": "blue" }""");

        var answer = await _agent.RunAsync("check");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.SettingsInvalid), answer.ToString());
        Assert.That(answer.Output, Does.Contain("portal").And.Contain("dataFolder").And.Contain("colour"));
    }

    [TestCaseSource(nameof(Commands))]
    public async Task Every_command_says_that_the_settings_are_missing(string command)
    {
        File.Delete(_agent.Settings);

        var answer = await _agent.RunAsync(command, "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.SettingsInvalid), answer.ToString());
        Assert.That(answer.Json.GetProperty("exitCode").GetInt32(), Is.EqualTo(answer.Code));
        Assert.That(answer.Json.GetProperty("ok").GetBoolean(), Is.False);
        Assert.That(answer.Output, Does.Contain(_agent.Settings));
    }

    [Test]
    public async Task An_override_of_the_command_line_wins()
    {
        var answer = await _agent.RunAsync("check", "--set", "dataFolder=relative");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.SettingsInvalid), answer.ToString());
        Assert.That(answer.Output, Does.Contain("--set dataFolder"));
    }

    [Test]
    public async Task An_override_without_a_value_is_a_wrong_command_line()
    {
        var answer = await _agent.RunAsync("plugins", "--set", "dataFolder");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Usage), answer.ToString());
        Assert.That(answer.Errors, Does.Contain("write it as KEY=VALUE, such as --set dataFolder=VALUE"));
    }

    [TestCase("log.levl=Debug", "level")]
    [TestCase("level=Debug", "log.level")]
    [TestCase("portl=https://console.example.com", "connections[0].portal")]
    public async Task An_override_of_no_setting_is_told_which_one_was_probably_meant(string set, string meant)
    {
        var answer = await _agent.RunAsync("plugins", "--set", set, "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.SettingsInvalid), answer.ToString());
        Assert.That(answer.Json.GetProperty("problems")[0].GetProperty("remedy").GetString(), Is.EqualTo($"Did you mean \"{meant}\"?"));
    }

    [Test]
    public async Task A_wrong_command_line_is_answered_as_JSON_where_that_was_asked_for()
    {
        var answer = await SynqupProgram.RunAsync("statsu", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Usage), answer.ToString());
            Assert.That(answer.Json.GetProperty("ok").GetBoolean(), Is.False);
            Assert.That(answer.Json.GetProperty("exitCode").GetInt32(), Is.EqualTo(answer.Code));
            Assert.That(answer.Json.GetProperty("summary").GetString(), Does.Contain("Did you mean 'status'"));
            Assert.That(answer.Errors, Does.Contain("statsu"));
        }
    }
}
