using System.Text.Json;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary><c>run</c> as a service, and what <c>status</c> says of it.</summary>
internal sealed class ServiceTests : WithPortal
{
    [Test]
    public async Task Status_of_anAgent_that_does_not_run_says_so_first()
    {
        var answer = await Agent.RunAsync("status");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output, Does.StartWith("The agent is not running."));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task The_service_is_all_right_while_it_runs_and_ends_by_a_signal()
    {
        await Agent.RunAsync("check", "--create-root", Agent.Root);
        using var service = SynqupProgram.Start(["run", "--settings", Agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (string? line = ""; line is not null && !line.Contains("Connected to office as an agent of Kantoor Janssens", StringComparison.Ordinal);)
            line = await service.StandardOutput.ReadLineAsync(limit.Token);

        var status = await Agent.RunAsync("status", "--json");
        SynqupProgram.Terminate(service);
        var rest = await service.StandardOutput.ReadToEndAsync(limit.Token);
        await service.WaitForExitAsync(limit.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Code, Is.Zero, status.ToString());
            Assert.That(status.Json.GetProperty("running").GetBoolean(), Is.True);
            Assert.That(status.Json.GetProperty("processId").GetInt32(), Is.EqualTo(service.Id));
            Assert.That(status.Json.GetProperty("connections")[0].GetProperty("office").GetString(), Is.EqualTo("Kantoor Janssens"));
            Assert.That(service.ExitCode, Is.Zero);
            Assert.That(rest, Does.Contain("Stopped"));
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(Agent.Settings)!, "*", SearchOption.AllDirectories)
                .Where(file => File.ReadAllText(file).Contains("secret-1", StringComparison.Ordinal)), Is.Empty);
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task A_service_that_starts_without_itsPortal_is_not_all_right_whatever_the_one_before_saw()
    {
        await Agent.RunAsync("check", "--create-root", Agent.Root);
        await Agent.RunAsync("sync");
        await CloseAsync();
        using var service = SynqupProgram.Start(["run", "--settings", Agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (string? line = ""; line is not null && !line.Contains("started with data folder", StringComparison.Ordinal);)
            line = await service.StandardOutput.ReadLineAsync(limit.Token);

        var status = await Agent.RunAsync("status", "--json");
        SynqupProgram.Terminate(service);
        await service.WaitForExitAsync(limit.Token);

        Assert.That(status.Code, Is.EqualTo((int)ExitCode.PortalUnreachable), status.ToString());
        Assert.That(status.Json.GetProperty("processId").GetInt32(), Is.EqualTo(service.Id));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task The_service_says_that_the_plugins_folder_of_its_settings_is_not_there_and_status_repeats_it()
    {
        Directory.Delete(Agent.Plugins);
        using var service = SynqupProgram.Start(["run", "--settings", Agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = new List<string>();
        while (!said.Exists(line => line.Contains("Connected to office", StringComparison.Ordinal)) && await service.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            said.Add(line);

        var status = await Agent.RunAsync("status", "--json");
        SynqupProgram.Terminate(service);
        await service.WaitForExitAsync(limit.Token);

        Assert.That(said, Has.Some.Contains($"WARN  The pluginsFolder of the settings, {Agent.Plugins}, is not there."));
        Assert.That(status.Json.GetProperty("problems").EnumerateArray().Select(one => one.GetProperty("code").GetString()), Does.Contain("plugin.noFolder"), status.ToString());
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task A_plugin_that_is_not_active_is_a_problem_until_the_service_starts_without_it()
    {
        Built.CopyTestPlugins(Agent.Plugins, "BadKey");
        var broken = await StatusOfServiceAsync();
        Directory.Delete(Path.Combine(Agent.Plugins, "BadKey"), recursive: true);
        var mended = await StatusOfServiceAsync();

        using (Assert.EnterMultipleScope())
        {
            var problem = Problems(broken).Single(one => one.GetProperty("code").GetString() == "plugin.notActive");
            Assert.That(problem.GetProperty("message").GetString(), Does.Contain("The plugin BadKey is not used: ").And.Contain("Not A Key"));
            Assert.That(Problems(mended).Select(one => one.GetProperty("code").GetString()), Has.None.EqualTo("plugin.notActive"));
        }
    }

    private static List<JsonElement> Problems(Answer answer) => [.. answer.Json.GetProperty("problems").EnumerateArray()];

    private async Task<Answer> StatusOfServiceAsync()
    {
        using var service = SynqupProgram.Start(["run", "--settings", Agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (string? line = ""; line is not null && !line.Contains("Connected to office", StringComparison.Ordinal);)
            line = await service.StandardOutput.ReadLineAsync(limit.Token);
        var status = await Agent.RunAsync("status", "--json");
        SynqupProgram.Terminate(service);
        await service.WaitForExitAsync(limit.Token);
        return status;
    }
}
