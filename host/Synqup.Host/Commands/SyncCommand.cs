using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Health;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources;
using Synqup.Host.Agent;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <summary><c>synqup sync</c>: one pass over every connection.</summary>
internal static class SyncCommand
{
    public static SynqupCommand Create() => SynqupCommand.Create(
        "sync",
        "Delivers everything that is listed and due, acknowledges it, and exits.",
        [],
        ["synqup sync", "synqup sync --json"],
        ExecuteAsync);

    private static async Task<CommandResult> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var settings = SettingsFile.Read(parse);
        using var folder = await DataFolder.TakeAsync(settings.DataFolder, TimeProvider.System, cancellationToken);
        using var signals = new StopSignals();
        await using var services = new ServiceCollection().AddAgent(settings, ConsoleLog.Warnings, Patience.Pass).BuildServiceProvider();
        services.GetRequiredService<AgentStatus>().Begin(onePass: true);

        var passes = settings.Connections.Select(connection => new Pass(connection.Name)).ToList();
        var started = Stopwatch.GetTimestamp();
        var running = Task.WhenAll(passes.Select(pass => pass.RunAsync(services.GetRequiredService<ConnectionParts>(), signals.Token)));
        var screen = Screen.ForThisProcess();
        await SyncProgress.ShowAsync(parse.GetValue(CommonOptions.Json) ? null : screen.Terminal, passes, running);
        await running;
        return SyncResult.Of(passes, services.GetRequiredService<HealthBoard>().Problems, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>One connection's pass.</summary>
    internal sealed class Pass(string connection)
    {
        public string Connection => connection;

        public PipelineProgress Progress { get; } = new();

        /// <summary>Why the pass could not be done; null when it was, or was stopped.</summary>
        public CommandFailure? Failure { get; private set; }

        /// <summary>Whether it was stopped before it was done.</summary>
        public bool Stopped { get; private set; }

        public async Task RunAsync(ConnectionParts parts, CancellationToken cancellationToken)
        {
            try
            {
                var opened = await parts.OpenAsync(connection, parts.Announce(connection, RunMode.OnePass), Progress, cancellationToken);
                await using var ledger = opened.Ledger;
                await using var pipeline = new SyncPipeline(opened, RunMode.OnePass);
                await pipeline.RunAsync(cancellationToken);
                Stopped = cancellationToken.IsCancellationRequested;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Stopped = true;
            }
            catch (SourceException unanswered) when (unanswered.Failure == SourceFailure.Unavailable)
            {
                Failure = new CommandFailure(
                    CommandFailure.From(unanswered)!.Code, $"{unanswered.Message} It was tried for {Outage.PassLimit.TotalSeconds:0} seconds; nothing is lost, the next 'synqup sync' goes on.", unanswered);
            }
            catch (Exception error) when (CommandFailure.From(error) is { } failure)
            {
                Failure = failure;
            }
        }
    }
}
