using System.CommandLine;
using Synqup.Core.Configuration;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary><c>synqup ledger</c>: the care of the ledgers, and what to do when one is damaged or lost.</summary>
internal static class LedgerCommand
{
    private static readonly Option<string?> Connection = new("--connection") { Description = "Only this connection of the settings; without it all of them.", HelpName = "NAME" };
    private static readonly Option<string?> OneConnection = new("--connection") { Description = "The connection of the settings; needed where there are several.", HelpName = "NAME" };
    private static readonly Option<string?> From = new("--from") { Description = "This backup, also where the ledger is whole. Default: the newest one that is good.", HelpName = "FILE" };
    private static readonly Option<string[]> Without = new("--without") { Description = "Goes on although this root folder cannot be read, which is gone for good.", HelpName = "FOLDER" };

    public static SynqupCommand Create()
    {
        var command = SynqupCommand.Create(
            "ledger",
            "Checks the ledgers, in which stands what happened to every document, and lists their backups. Its commands make a backup, or put another ledger in the place of one that is damaged or lost.",
            [Connection],
            ["synqup ledger", "synqup ledger check --connection office --json", "synqup ledger backup", "synqup ledger restore"],
            CheckAsync);
        command.Add(SynqupCommand.Create(
            "check", "Looks through every page of the ledgers, and lists their backups. Safe beside a running agent.", [Connection], ["synqup ledger check", "synqup ledger check --json"], CheckAsync));
        command.Add(SynqupCommand.Create(
            "backup", "Makes a backup now, beside those that the agent makes every night. Safe beside a running agent.", [Connection], ["synqup ledger backup", "synqup ledger backup --connection office"], BackUpAsync));
        command.Add(SynqupCommand.Create(
            "restore",
            "Puts a backup in the place of a ledger that is damaged or lost, and keeps that file. What was delivered since the backup is not delivered again: the folders and the Console know it. The agent must be stopped.",
            [OneConnection, From, Without],
            ["synqup ledger restore", "synqup ledger restore --connection office --from /var/lib/synqup/connections/office/backups/ledger-20260105T021700Z-daily.db"],
            (parse, cancellationToken) => ReplaceAsync(parse, (replacing, token) => replacing.RestoreAsync(parse.GetValue(From), token), cancellationToken)));
        command.Add(SynqupCommand.Create(
            "rebuild",
            "Makes a ledger anew where no backup is good: from the lists in the folders, and from what the Console was told. What was delivered is not delivered again; what people decided is lost. The agent must be stopped.",
            [OneConnection, Without],
            ["synqup ledger rebuild", "synqup ledger rebuild --without /mnt/old --json"],
            (parse, cancellationToken) => ReplaceAsync(parse, (replacing, token) => replacing.RebuildAsync(token), cancellationToken)));
        return command;
    }

    private static Task<CommandResult> CheckAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var settings = SettingsFile.Read(parse);
        DataFolder.RequireReadable(settings);
        return Task.FromResult<CommandResult>(LedgerCheckResult.Of([.. Chosen(settings, parse).Select(connection => LedgerChecked.Of(connection.Name, ConnectionFiles.Ledger(settings, connection.Name), cancellationToken))]));
    }

    private static Task<CommandResult> BackUpAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var settings = SettingsFile.Read(parse);
        DataFolder.RequireReadable(settings);
        return Task.FromResult<CommandResult>(LedgerBackupResult.Of([.. Chosen(settings, parse).Select(connection => LedgerBackedUp.Of(connection.Name, ConnectionFiles.Ledger(settings, connection.Name), cancellationToken))]));
    }

    private static async Task<CommandResult> ReplaceAsync(ParseResult parse, Func<LedgerReplacing, CancellationToken, Task<CommandResult>> replace, CancellationToken cancellationToken)
    {
        var settings = SettingsFile.Read(parse);
        var chosen = parse.GetValue(OneConnection) is null && settings.Connections is not [_]
            ? throw new CommandFailure(ExitCode.Usage, $"--connection: say of which connection: {string.Join(", ", settings.Connections.Select(one => one.Name))}.")
            : Chosen(settings, parse.GetValue(OneConnection)).Single();
        using var folder = await DataFolder.TakeAsync(settings.DataFolder, TimeProvider.System, cancellationToken);
        await using var replacing = new LedgerReplacing(settings, chosen.Name, parse.GetValue(Without) ?? []);
        return await replace(replacing, cancellationToken);
    }

    private static IReadOnlyList<ConnectionSettings> Chosen(AgentSettings settings, ParseResult parse) => Chosen(settings, parse.GetValue(Connection));

    private static IReadOnlyList<ConnectionSettings> Chosen(AgentSettings settings, string? name) =>
        name is null ? settings.Connections
        : settings.Connections.FirstOrDefault(one => one.Name == name) is { } connection ? [connection]
        : throw new CommandFailure(ExitCode.Usage, $"--connection: the settings have no connection '{name}', but {string.Join(", ", settings.Connections.Select(one => one.Name))}.");
}
