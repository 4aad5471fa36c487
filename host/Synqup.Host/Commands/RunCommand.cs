using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Hosting.WindowsServices;
using Synqup.Host.Agent;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <summary><c>synqup run</c>: the service.</summary>
internal static class RunCommand
{
    // Longer than a batch ever takes, so that the next start finds nothing that was being published.
    private static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(2);

    public static SynqupCommand Create() => SynqupCommand.Create(
        "run",
        "Delivers documents until it is stopped. This is what the service runs.",
        [],
        ["synqup run", "synqup run --settings /etc/synqup/synqup.json --set log.level=Debug"],
        ExecuteAsync);

    /// <summary>Whether a service manager started this process.</summary>
    public static bool IsService => SystemdHelpers.IsSystemdService() || WindowsServiceHelpers.IsWindowsService();

    public static async Task<CommandResult> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var settings = SettingsFile.Read(parse);
        using var folder = await DataFolder.TakeAsync(settings.DataFolder, TimeProvider.System, cancellationToken);
        using var signals = new StopSignals();

        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "synqup" });
        builder.Services.AddAgent(settings, parse.GetValue(CommonOptions.Json) ? ConsoleLog.Warnings : IsService ? ConsoleLog.Journal : ConsoleLog.Everything);
        builder.Services.AddWindowsService(options => options.ServiceName = "Synqup");
        builder.Services.AddSystemd();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = LongestStop);
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        builder.Services.AddHostedService<AgentRun>();

        using var host = builder.Build();
        await host.RunAsync(signals.Token);
        return new RunResult { Summary = "Stopped." };
    }

    private sealed record RunResult : CommandResult
    {
        // The log has said everything.
        public override void Print(Screen screen)
        {
        }
    }
}
