using System.IO.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Routing;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal.Identity;

namespace Synqup.Host.Agent;

/// <summary>Opens what one connection's pipeline is made of.</summary>
internal sealed class ConnectionParts(IServiceProvider services, AgentSettings settings, IFileSystem files, TimeProvider time, ILoggerFactory logging)
{
    /// <exception cref="LedgerException">The connection's ledger cannot be opened.</exception>
    public async Task<PipelineParts> OpenAsync(string connection, PipelineProgress progress, CancellationToken cancellationToken)
    {
        DataFolder.Create(ConnectionFiles.Folder(settings, connection));
        var instance = services.GetRequiredKeyedService<InstanceIdentity>(connection).Id;
        var ledger = await DeliveryLedger.OpenAsync(ConnectionFiles.Ledger(settings, connection), time, logging.CreateLogger<DeliveryLedger>(), cancellationToken);
        try
        {
            return Of(connection, instance, ledger, progress);
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }

    private PipelineParts Of(string connection, string instance, DeliveryLedger ledger, PipelineProgress progress)
    {
        var health = services.GetRequiredService<HealthBoard>();
        return new PipelineParts
        {
            Source = services.GetRequiredKeyedService<IDocumentSource>(connection),
            Ledger = ledger,
            Configuration = Feed(connection),
            Heartbeat = new HeartbeatContent(connection, new AgentIdentity(AgentVersion.Current, instance), services.GetRequiredService<IPluginCatalog>(), health, ledger),
            OpenRoot = (local, shown, hasReplaced) => OpenRoot(connection, local, shown, ledger, hasReplaced),
            Concurrency = settings.Concurrency,
            Progress = progress,
            Health = health,
            Status = services.GetRequiredService<AgentStatus>(),
            Time = time,
            Logging = logging,
        };
    }

    /// <summary>A root of a connection that has been signed in.</summary>
    public DeliveryRoot OpenRoot(string connection, string local, string shown, IBatchLedger ledger, Func<string, bool>? hasReplaced = null)
    {
        var agent = services.GetRequiredKeyedService<CredentialStore>(connection).Read(connection)?.AgentId ?? "";
        var office = AgentStatus.Read(files, settings.DataFolder)?.Connections.FirstOrDefault(one => one.Name == connection)?.Office ?? connection;
        return new DeliveryRoot(new RootIdentity(local, shown, office, agent) { HasReplaced = hasReplaced ?? (_ => false) }, services.GetRequiredService<IPlatform>(), ledger, time, logging.CreateLogger<DeliveryRoot>());
    }

    public ConfigurationCopy Copy(string connection) => new(files, ConnectionFiles.Folder(settings, connection));

    public ConfigurationFeed Feed(string connection) => new(
        services.GetRequiredKeyedService<IDocumentSource>(connection), Copy(connection), services.GetRequiredService<IPluginCatalog>(), settings.PathMappings,
        services.GetRequiredService<FolderOwners>(), services.GetRequiredService<HealthBoard>(), logging.CreateLogger<ConfigurationFeed>());
}
