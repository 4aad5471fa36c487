using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

internal sealed class PluginsCommandTests : IDisposable
{
    private readonly AgentFolder _agent = new();

    public void Dispose() => _agent.Dispose();

    [Test]
    public async Task The_plugins_of_the_program_are_active()
    {
        var answer = await _agent.RunAsync("plugins", "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Json.GetProperty("summary").GetString(), Is.EqualTo("All 3 plugins are active."));
        Assert.That(States(answer), Is.EqualTo(new[] { "adsolut active", "generic-folder active", "winbooks active" }));
        Assert.That(answer.Json.GetProperty("plugins")[2].GetProperty("defaultPaths").GetProperty("purchases").GetString(), Does.StartWith(@"C:\Winbooks"));
    }

    [Test]
    public async Task Broken_plugins_are_listed_with_their_reasons_beside_those_that_work()
    {
        Built.CopyTestPlugins(_agent.Plugins, "Healthy", "NoPluginType", "WrongSdkMajor", "ThrowingConstructor");

        var answer = await _agent.RunAsync("plugins", "--json");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(States(answer), Is.EquivalentTo(new[]
        {
            "adsolut active", "generic-folder active", "winbooks active", "test-healthy active", "NoPluginType failed", "WrongSdkMajor incompatible", "ThrowingConstructor failed",
        }));
        Assert.That(answer.Json.GetProperty("plugins").EnumerateArray().Where(one => one.GetProperty("state").GetString() != "active").Select(one => one.GetProperty("reason").GetString()),
            Has.All.Not.Empty);
    }

    [Test]
    public async Task Without_json_the_sentence_comes_first_and_every_reason_is_there()
    {
        Built.CopyTestPlugins(_agent.Plugins, "BadKey");

        var answer = await _agent.RunAsync("plugins");

        Assert.That(answer.Output, Does.StartWith("1 of 4 plugins cannot be used."));
        Assert.That(answer.Output, Does.Contain("\"Not A Key\""));
        Assert.That(answer.Output.Contains('\u001b', StringComparison.Ordinal), Is.False, "a pipe gets no colours");
    }

    [Test]
    public async Task A_plugins_folder_of_the_settings_that_is_not_there_is_said_by_plugins_and_check()
    {
        Directory.Delete(_agent.Plugins);

        var plugins = await _agent.RunAsync("plugins");
        var check = await _agent.RunAsync("check", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugins.Code, Is.EqualTo((int)ExitCode.Problems), plugins.ToString());
            Assert.That(plugins.Output, Does.StartWith($"The pluginsFolder of the settings, {_agent.Plugins}, is not there.").And.Contain("winbooks"));
            Assert.That(check.Json.GetProperty("checks").EnumerateArray().Where(one => one.GetProperty("area").GetString() == "plugins" && !one.GetProperty("ok").GetBoolean()).Select(one => one.GetProperty("place").GetString()),
                Is.EqualTo(new[] { _agent.Plugins }));
        }
    }

    private static IEnumerable<string> States(Answer answer) =>
        answer.Json.GetProperty("plugins").EnumerateArray().Select(one => $"{one.GetProperty("key").GetString()} {one.GetProperty("state").GetString()}");
}
