using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Routing;
using Synqup.Core.Sources;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary>
/// Puts a backup, or a ledger that is made anew, in the place of a connection's ledger, while no agent runs. Before that it learns what
/// the folders and the Console know and it does not, so that nothing is delivered twice.
/// </summary>
internal sealed class LedgerReplacing(AgentSettings settings, string connection, IReadOnlyList<string> without) : IAsyncDisposable
{
    private const int PageSize = 1000;

    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly ServiceProvider _services = new ServiceCollection().AddAgent(settings, ConsoleLog.None, Patience.Short).BuildServiceProvider();
    private readonly string _path = ConnectionFiles.Ledger(settings, connection);

    /// <param name="from">Null: the newest backup that is good, if the ledger is not.</param>
    /// <param name="cancellationToken">The ledger stays as it is.</param>
    public async Task<CommandResult> RestoreAsync(string? from, CancellationToken cancellationToken)
    {
        if (from is null) RefuseWhole("To put a backup in its place all the same, which is older, name it: --from FILE. 'synqup ledger check' lists them.", cancellationToken);
        var backup = from is null ? Newest(cancellationToken) : Named(from, cancellationToken);
        DataFolder.Create(ConnectionFiles.Folder(settings, connection));
        LedgerCopy.Write(backup, LedgerReplacement.PartOf(_path), cancellationToken);
        return await ReplaceAsync(backup, cancellationToken);
    }

    public Task<CommandResult> RebuildAsync(CancellationToken cancellationToken)
    {
        RefuseWhole("There is nothing to rebuild.", cancellationToken);
        DataFolder.Create(ConnectionFiles.Folder(settings, connection));
        LedgerCopy.Remove(LedgerReplacement.PartOf(_path));
        return ReplaceAsync(null, cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private void RefuseWhole(string whatElse, CancellationToken cancellationToken)
    {
        if (LedgerFile.IsThere(_path) && new FileInfo(_path).Length > 0 && LedgerBackups.WhyUnusable(_path, thorough: true, cancellationToken) is null)
            throw new CommandFailure(ExitCode.Problems, $"Nothing was done: the ledger {_path} is whole. {whatElse}");
    }

    private string Newest(CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        foreach (var backup in new LedgerBackups(_path).List())
        {
            if (LedgerBackups.WhyUnusable(backup.Path, thorough: true, cancellationToken) is not { } reason) return backup.Path;
            reasons.Add(reason);
        }

        throw new CommandFailure(ExitCode.Problems,
            $"Nothing was done: there is no good backup in {new LedgerBackups(_path).Folder}. {string.Concat(reasons.Select(reason => reason + " "))}Say 'synqup ledger rebuild', which makes the ledger anew from the folders and the Console.");
    }

    private static string Named(string from, CancellationToken cancellationToken) =>
        !File.Exists(from) ? throw new CommandFailure(ExitCode.Usage, $"--from: there is no file {from}. 'synqup ledger check' lists the backups.")
        : LedgerBackups.WhyUnusable(from, thorough: true, cancellationToken) is { } reason ? throw new CommandFailure(ExitCode.Problems, $"Nothing was done: {reason}")
        : Path.GetFullPath(from);

    /// <param name="backup">Null when it is made anew.</param>
    private async Task<CommandResult> ReplaceAsync(string? backup, CancellationToken cancellationToken)
    {
        var part = LedgerReplacement.PartOf(_path);
        try
        {
            IReadOnlyList<TakenOver> roots;
            (int? Learned, string? Problem) portal;
            await using (var ledger = await DeliveryLedger.OpenAsync(part, Time, NullLogger<DeliveryLedger>.Instance, cancellationToken))
            {
                roots = await TakeOverAsync(ledger, backup is null, cancellationToken);
                portal = await LearnAsync(ledger, cancellationToken);
                await ledger.ListAnewAsync(connection, cancellationToken);
            }

            return LedgerReplacedResult.Of(connection, _path, backup, LedgerReplacement.Put(_path, Time.GetUtcNow()), roots, portal.Learned, portal.Problem);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.DataUnusable, $"The ledger {_path} could not be replaced: {Sentence.Ended(error.Message)} Check the disk and the rights on the data folder, and say it again.", error);
        }
        finally
        {
            LedgerCopy.Remove(part);
        }
    }

    /// <summary>What the configuration names, and whatever any file of this connection remembers.</summary>
    private async Task<IReadOnlyList<TakenOver>> TakeOverAsync(DeliveryLedger ledger, bool isNew, CancellationToken cancellationToken)
    {
        var parts = _services.GetRequiredService<ConnectionParts>();
        var configured = await ConfiguredAsync(cancellationToken);
        var remembered = new LedgerBackups(_path).List().Select(one => one.Path).Take(1).Prepend(_path).SelectMany(Roots.Read);
        var taken = new List<TakenOver>();
        foreach (var (path, shown) in configured.Concat(Roots.Read(LedgerReplacement.PartOf(_path))).Concat(remembered).DistinctBy(one => one.Path, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal))
        {
            var one = await new ManifestTakeover(parts.Identify(connection, path, shown), _services.GetRequiredService<IPlatform>(), ledger, Time).RunAsync(isNew, cancellationToken);
            // One that the configuration names is opened before anything is delivered there; of any other nobody would see what it holds.
            if (one.Problem is { } problem && configured.All(other => other.Path != path) && !RootOrders.Names(without, path, shown))
            {
                throw new CommandFailure(ExitCode.Problems,
                    $"Nothing was done: {problem} No accounting package configuration names it any more, and documents that were delivered there without the Console knowing it would be delivered again. Connect it and say this again; if it is gone for good, add --without \"{shown}\".");
            }

            taken.Add(one);
        }

        return taken;
    }

    private async Task<IReadOnlyList<(string Path, string Shown)>> ConfiguredAsync(CancellationToken cancellationToken)
    {
        if ((await PortalConfiguration.GetAsync(_services, connection, cancellationToken)).Value is not { } configuration) return [];
        var table = RoutingTable.Build(connection, configuration, _services.GetRequiredService<IPluginCatalog>(), settings.PathMappings, _services.GetRequiredService<FolderOwners>());
        return [.. table.Destinations.SelectMany(one => one.Roots).Where(root => root.Local.Path is not null).Select(root => (root.Local.Path!, root.Shown))];
    }

    /// <summary>What the agent asks at each start too, so that a portal that is away keeps nobody from going on.</summary>
    private async Task<(int? Learned, string? Problem)> LearnAsync(DeliveryLedger ledger, CancellationToken cancellationToken)
    {
        var source = _services.GetRequiredKeyedService<IDocumentSource>(connection);
        try
        {
            var learned = 0;
            var after = (await ledger.CursorAsync(connection, cancellationToken)).After ?? 0;
            for (var page = await source.DeliveredAsync(after, PageSize, cancellationToken); page.Items.Count > 0; page = await source.DeliveredAsync(page.Next, PageSize, cancellationToken))
                learned += await ledger.LearnAsync(connection, page.Items, cancellationToken);
            return (learned, null);
        }
        catch (SourceException error)
        {
            return (null, error.Message);
        }
    }
}
