using System.IO.Abstractions;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Pipeline;
using Synqup.Core.Routing;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal.Identity;

namespace Synqup.Host.Agent;

/// <summary>Opens what one connection's pipeline is made of.</summary>
internal sealed class ConnectionParts(IServiceProvider services, AgentSettings settings, IFileSystem files, TimeProvider time, ILoggerFactory logging)
{
    /// <exception cref="LedgerException">The connection's ledger cannot be opened.</exception>
    public async Task<PipelineParts> OpenAsync(string connection, Announcement announcement, PipelineProgress progress, CancellationToken cancellationToken)
    {
        DataFolder.Create(ConnectionFiles.Folder(settings, connection));
        // Every call needs it: asked for here, so that one that cannot be kept is not taken for a portal that does not answer.
        _ = services.GetRequiredKeyedService<InstanceIdentity>(connection).Id;
        var path = ConnectionFiles.Ledger(settings, connection);
        LostLedger.Check(path);
        var care = new LedgerCare(connection, new LedgerBackups(path), Health(connection), time, logging.CreateLogger<LedgerCare>());
        await care.BeforeUpgradeAsync(cancellationToken);
        var ledger = await DeliveryLedger.OpenAsync(path, time, logging.CreateLogger<DeliveryLedger>(), cancellationToken);
        try
        {
            return Of(connection, announcement, ledger, progress) with { Care = care };
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }

    /// <summary>What says to the portal that this agent lives; it needs no ledger.</summary>
    public Announcement Announce(string connection, RunMode mode)
    {
        var health = Health(connection);
        var content = new HeartbeatContent(
            connection, () => new AgentIdentity(AgentVersion.Current, services.GetRequiredKeyedService<InstanceIdentity>(connection).Id), services.GetRequiredService<IPluginCatalog>(), health);
        return new Announcement(services.GetRequiredKeyedService<IDocumentSource>(connection), content, mode, health, services.GetRequiredService<AgentStatus>(), time, logging.CreateLogger<Announcement>());
    }

    private PipelineParts Of(string connection, Announcement announcement, DeliveryLedger ledger, PipelineProgress progress) => new()
    {
        Source = services.GetRequiredKeyedService<IDocumentSource>(connection),
        Ledger = ledger,
        Configuration = Feed(connection),
        Announcement = announcement,
        OpenRoot = (local, shown, hasReplaced) => OpenRoot(connection, local, shown, ledger, hasReplaced),
        Concurrency = settings.Concurrency,
        Space = new DiskSpace(settings.DiskSpace, services.GetRequiredService<HealthBoard>(), settings.DataFolder, () => services.GetRequiredService<IPlatform>().SpaceOf(settings.DataFolder)),
        Progress = progress,
        Health = Health(connection),
        Time = time,
        Logging = logging,
    };

    /// <summary>A root of a connection that has been signed in.</summary>
    public DeliveryRoot OpenRoot(string connection, string local, string shown, IBatchLedger ledger, Func<string, bool>? hasReplaced = null)
        => new(Identify(connection, local, shown) with { HasReplaced = hasReplaced ?? (_ => false) }, services.GetRequiredService<IPlatform>(), ledger, time, logging.CreateLogger<DeliveryRoot>());

    /// <summary>Which root it is, and whose.</summary>
    public RootIdentity Identify(string connection, string local, string shown)
    {
        var agent = AgentOf(connection) ?? "";
        var office = AgentStatus.Read(files, settings.DataFolder)?.Connections.FirstOrDefault(one => one.Name == connection)?.Office ?? connection;
        return new RootIdentity(local, shown, office, agent, connection)
        {
            SharedWith = other => settings.Connections.Select(one => one.Name).FirstOrDefault(name => name != connection && IsAgentOf(name, other) && Delivers(name, local)),
        };
    }

    /// <summary>Null when it was never signed in.</summary>
    private string? AgentOf(string connection) => services.GetRequiredKeyedService<CredentialStore>(connection).Read(connection)?.AgentId;

    /// <summary>Also false where nobody can tell, because the credentials of that connection cannot be read.</summary>
    private bool IsAgentOf(string connection, string agent)
    {
        try
        {
            return AgentOf(connection) == agent;
        }
        catch (Exception e) when (e is CryptographicException or JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a connection delivers below a root, by its kept configuration.</summary>
    private bool Delivers(string connection, string root) =>
        Copy(connection).Read() is { } kept && RoutingTable.Build(connection, kept, services.GetRequiredService<IPluginCatalog>(), settings.PathMappings, new FolderOwners())
            .Destinations.SelectMany(one => one.Roots).Any(one => string.Equals(one.Local.Path, root, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    public ConfigurationCopy Copy(string connection) => new(files, ConnectionFiles.Folder(settings, connection));

    public ConfigurationFeed Feed(string connection) => new(
        services.GetRequiredKeyedService<IDocumentSource>(connection), Copy(connection), services.GetRequiredService<IPluginCatalog>(), settings.PathMappings,
        services.GetRequiredService<FolderOwners>(), Health(connection), logging.CreateLogger<ConfigurationFeed>());

    private HealthBoard Health(string connection) => services.GetRequiredService<HealthBoard>().Of(connection);
}
