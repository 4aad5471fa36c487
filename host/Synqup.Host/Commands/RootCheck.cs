using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary>What a person ordered for roots, by their local paths or as the templates show them.</summary>
internal sealed record RootOrders(IReadOnlyList<string> Create, IReadOnlyList<string> Use, IReadOnlyList<string> Adopt, IReadOnlyList<string> Confirm, IReadOnlyList<string> Redeliver)
{
    public bool AreNone => !All.Any();

    public IEnumerable<string> All => [.. Create, .. Use, .. Adopt, .. Confirm, .. Redeliver];

    public static bool Names(IReadOnlyList<string> ordered, string path, string shown) => ordered.Any(one => Normal(one) == Normal(path) || Normal(one) == Normal(shown));

    public static string Normal(string path) => path.TrimEnd('/', '\\');
}

/// <summary>Probes the root of every template, after doing what a person ordered for it.</summary>
internal sealed class RootCheck(IServiceProvider services, AgentSettings settings, RootOrders orders)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<RoutingTable> _tables = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public async Task<IReadOnlyList<Finding>> FindingsAsync(string connection, AgentConfiguration configuration, CancellationToken cancellationToken)
    {
        var table = RoutingTable.Build(connection, configuration, services.GetRequiredService<IPluginCatalog>(), settings.PathMappings, services.GetRequiredService<FolderOwners>());
        _tables.Add(table);
        var findings = table.Destinations.OrderBy(one => one.Configuration.Name, StringComparer.Ordinal)
            .Select(one => new Finding(CheckArea.Configuration, one.Configuration.Name, one.Problem, one.Problem is null ? null : "Mend it in the Console; its documents wait, the others travel.")).ToList();
        // What the ledger knows tells a root that lost its marker from a new one.
        using var ledger = await LookLedger.OpenAsync(ConnectionFiles.Ledger(settings, connection), cancellationToken);
        foreach (var (shown, local) in table.Destinations.SelectMany(one => one.Roots).DistinctBy(one => one.Shown, StringComparer.OrdinalIgnoreCase))
        {
            _known.Add(RootOrders.Normal(shown));
            if (local.Path is not { } path)
            {
                findings.Add(new Finding(CheckArea.Folder, shown, local.Problem, "Add the path mapping to the settings, or correct the path in the Console."));
                continue;
            }

            _known.Add(RootOrders.Normal(path));
            findings.Add(await LookAsync(connection, path, shown, ledger, cancellationToken));
        }

        _known.Add(connection);
        if (ledger.Queries is not { } queries) return findings;
        if (await new DivergenceCheck(services, settings, orders).FindingAsync(connection, queries, configuration.Customers, cancellationToken) is { } old) findings.Add(old);
        // Also of roots that no configuration has any more.
        foreach (var (path, shown) in (await queries.UnfinishedRootsAsync(cancellationToken)).Where(one => !_known.Contains(RootOrders.Normal(one.Path))))
        {
            _known.Add(RootOrders.Normal(path));
            _known.Add(RootOrders.Normal(shown));
            findings.Add(await LookAsync(connection, path, shown, ledger, cancellationToken));
        }

        foreach (var diverged in await queries.DivergencesAsync(null, DivergenceSentences.Named, cancellationToken))
        {
            _known.Add(RootOrders.Normal(diverged.Divergence.Shown));
            findings.Add(await new DivergenceCheck(services, settings, orders).FindingAsync(connection, diverged, queries, configuration.Customers, cancellationToken));
        }

        return findings;
    }

    /// <summary>Customers whose documents have no place to go. Only now, since customers of two connections may share a folder.</summary>
    public IEnumerable<Finding> Customers() =>
        _tables.SelectMany(one => one.CustomerProblems()).DistinctBy(one => one.SharedFolder ?? one.Sentence, StringComparer.OrdinalIgnoreCase)
            .Select(one => new Finding(CheckArea.Customers, one.Place, one.Problem, one.Remedy));

    /// <summary>Orders for folders that no configuration has.</summary>
    public IEnumerable<Finding> UnknownOrders() =>
        orders.All.Where(one => !_known.Contains(RootOrders.Normal(one)))
            .Select(one => new Finding(CheckArea.Folder, one, "No accounting package configuration of this agent has this root, so nothing was done to it.", "Give the root as 'synqup check' lists it."));

    /// <summary>Not for ever: a share that hangs answers neither yes nor no.</summary>
    private async Task<Finding> LookAsync(string connection, string path, string shown, LookLedger ledger, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => LookAtAsync(connection, path, shown, ledger, cancellationToken), cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            var hanging = new RootStandings(new RootIdentity(path, shown, "", "", connection)).Hanging(Patience);
            return new Finding(CheckArea.Folder, shown, hanging.Problem, hanging.Remedy);
        }
    }

    private async Task<Finding> LookAtAsync(string connection, string path, string shown, LookLedger ledger, CancellationToken cancellationToken)
    {
        await using var root = services.GetRequiredService<ConnectionParts>().OpenRoot(connection, path, shown, ledger);
        var place = path == shown ? shown : $"{shown} ({path})";
        var standing =
            RootOrders.Names(orders.Create, path, shown) ? root.CreateRoot()
            : RootOrders.Names(orders.Use, path, shown) ? root.Use()
            : RootOrders.Names(orders.Adopt, path, shown) ? root.Adopt()
            // A running agent knows better which folders it has marked before.
            : DataFolder.IsTaken(settings.DataFolder) ? await root.LookAsync(cancellationToken)
            : await root.PrepareAsync(cancellationToken);
        if (!standing.IsReady) return new Finding(CheckArea.Folder, place, standing.Problem, standing.Remedy);
        // One that has moved is not looked for where it was.
        if (await root.LastPathAsync(cancellationToken) is { } last) _known.Add(RootOrders.Normal(last));

        var unusable = root.Probe();
        if (unusable is null && await root.LookForOriginalAsync(cancellationToken) is { } copied) return new Finding(CheckArea.Folder, place, copied.Problem, copied.Remedy);
        return unusable is null ? new Finding(CheckArea.Folder, place) : new Finding(CheckArea.Folder, place, unusable, "Then run 'synqup check' again.");
    }
}
