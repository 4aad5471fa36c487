using System.CommandLine;
using System.IO.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary><c>synqup check</c>: everything that can keep documents from travelling, looked at before they do.</summary>
internal static class CheckCommand
{
    private static readonly Option<string[]> CreateRoot = new("--create-root") { Description = "Makes this root folder, which the agent by itself never does, and marks it.", HelpName = "FOLDER" };
    private static readonly Option<string[]> Use = new("--use") { Description = "Marks this empty root as the right one. Look first whether its volume or share is mounted.", HelpName = "FOLDER" };
    private static readonly Option<string[]> Adopt = new("--adopt") { Description = "Takes over this root from the agent that marked it, which must not deliver there any more.", HelpName = "FOLDER" };

    private static readonly Option<string[]> Confirm = new("--confirm") { Description = "Says that no document is missing in this root, or of this connection, after a problem listed those that may be, and closes that problem.", HelpName = "FOLDER|CONNECTION" };
    private static readonly Option<string[]> Redeliver = new("--redeliver") { Description = "Lets the Console deliver again all documents that may be missing in this root, or of this connection, as a problem lists them.", HelpName = "FOLDER|CONNECTION" };

    public static SynqupCommand Create() => SynqupCommand.Create(
        "check",
        "Checks the settings, the data folder, the plugins, the portal and every folder, and says what to do. Safe beside a running agent.",
        [CreateRoot, Use, Adopt, Confirm, Redeliver],
        ["synqup check", "synqup check --use /mnt/winbooks", @"synqup check --create-root D:\Synqup --json"],
        ExecuteAsync);

    private static async Task<CommandResult> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var read = SettingsFile.TryRead(parse);
        if (read.Settings is not { } settings) return CheckResult.Of([.. read.Problems.Select(one => new Finding(CheckArea.Settings, one.Place, one.Problem, one.Remedy))], ExitCode.SettingsInvalid);

        var findings = new List<Finding> { new(CheckArea.Settings, SettingsFile.PathOf(parse)) };
        if (DataFolderCheck.Problem(settings.DataFolder) is { } unusable) return CheckResult.Of([.. findings, unusable], ExitCode.DataUnusable);
        findings.Add(new(CheckArea.DataFolder, settings.DataFolder));

        await using var services = new ServiceCollection().AddAgent(settings, ConsoleLog.None, Patience.Short).BuildServiceProvider();
        findings.AddRange(PluginCheck.Findings(services, settings));

        var orders = new RootOrders(parse.GetValue(CreateRoot) ?? [], parse.GetValue(Use) ?? [], parse.GetValue(Adopt) ?? [], parse.GetValue(Confirm) ?? [], parse.GetValue(Redeliver) ?? []);
        var roots = new RootCheck(services, settings, orders);
        ExitCode? portal = null;
        var assigned = 0;
        foreach (var connection in settings.Connections)
        {
            var got = await PortalConfiguration.GetAsync(services, connection.Name, cancellationToken);
            findings.Add(PortalCheck.Finding(connection, got));
            if (got.Failure is { } failure) portal ??= CommandFailure.CodeOf(failure.Failure);
            assigned += got.Value?.Configurations.Count ?? 0;
            if (got.Value is { } configuration) findings.AddRange(await roots.FindingsAsync(connection.Name, configuration, cancellationToken));
        }

        findings.AddRange(roots.Customers());
        findings.AddRange(roots.UnknownOrders());
        // What the agent saw before an order was carried out is no answer to it.
        if (orders.AreNone && DataFolder.IsTaken(settings.DataFolder)) findings.AddRange(AgentProblems(settings.DataFolder, findings));
        return CheckResult.Of(findings, portal ?? ExitCode.Problems, !orders.AreNone ? "Done. Everything is ready." : assigned > 0 ? "Everything is ready."
            : "Everything is ready on this machine; no accounting package configuration of the Console names this agent yet, so nothing will arrive.");
    }

    /// <summary>What the running agent sees, which knows more than a look from outside.</summary>
    /// <remarks>What it reads in the ledger was read there. A folder that is ready now is one that the agent comes back to within half a minute.</remarks>
    private static List<Finding> AgentProblems(string dataFolder, List<Finding> findings) =>
        [.. (AgentStatus.Read(new FileSystem(), dataFolder)?.Problems ?? []).Where(one => !DivergenceSentences.Codes.Contains(one.Code) && !(one.Code == "root.offline" && findings.Any(found => IsReady(found, one.Place)))).Select(one => new Finding(CheckArea.Agent, one.Place, one.Message, one.Remedy))];

    private static bool IsReady(Finding finding, string place) =>
        finding is { Area: CheckArea.Folder, Problem: null } && (finding.Place == place || finding.Place.StartsWith($"{place} (", StringComparison.Ordinal));
}
