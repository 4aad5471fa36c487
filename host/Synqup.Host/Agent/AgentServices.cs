using System.IO.Abstractions;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Core.Sources.Portal.Limits;
using Synqup.Host.Plugins;

namespace Synqup.Host.Agent;

/// <summary>Puts the agent together: settings → connections → sources → ledgers → delivery → pipelines.</summary>
internal static class AgentServices
{
    // Who looks on waits no longer for a Console that asks for a pause.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15);

    private static readonly PortalTimings Hurried = new() { Answer = TimeSpan.FromSeconds(10), FirstDelay = TimeSpan.FromMilliseconds(200), Retries = 1, LongestRetryAfter = Short };

    public static IServiceCollection AddAgent(this IServiceCollection services, AgentSettings settings, ConsoleLog console, Patience patience = Patience.Long)
    {
        services.AddLogging(logging => logging.AddAgentLog(settings.Log, console));
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IFileSystem, FileSystem>();
        services.AddSingleton<ISecretProtection>(new DataProtectionSecrets(settings.DataFolder));
        services.AddSingleton<IPluginCatalog>(new PluginCatalog([PluginCatalog.BesideTheProgram, settings.PluginsFolder]));
        services.AddSingleton(provider => Platform.ForThisSystem(provider.GetRequiredService<IFileSystem>()));
        services.AddSingleton<HealthBoard>();
        services.AddSingleton(provider => KeptOwners(provider, settings));
        services.AddSingleton(provider => new AgentStatus(
            provider.GetRequiredService<IFileSystem>(), settings.DataFolder, AgentVersion.Current, provider.GetRequiredService<HealthBoard>(), provider.GetRequiredService<TimeProvider>())
        {
            HeldBack = () => provider.GetRequiredService<TrafficLimits>().HeldBack,
        });
        services.AddSingleton(provider => new TrafficLimits(settings.Limits, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ConnectionParts>();

        var proxy = Proxy(settings.Proxy);
        foreach (var connection in settings.Connections)
        {
            services.AddPortal(new PortalConnection(connection.Name, connection.Portal, settings.DataFolder)
            {
                Proxy = proxy,
                EnrolmentKey = connection.EnrolmentKey,
                Timings = patience switch { Patience.Short => Hurried, Patience.Pass => new PortalTimings { Retries = 0, LongestRetryAfter = Short }, _ => new PortalTimings() },
            });
        }

        return services;
    }

    /// <summary>
    /// Owners by every connection's kept configuration: a connection that is connected first must not deliver into a folder that a
    /// customer of another one has, whose portal has not answered yet.
    /// </summary>
    private static FolderOwners KeptOwners(IServiceProvider provider, AgentSettings settings)
    {
        var owners = new FolderOwners();
        foreach (var connection in settings.Connections)
        {
            if (provider.GetRequiredService<ConnectionParts>().Copy(connection.Name).Read() is { } kept)
                RoutingTable.Build(connection.Name, kept, provider.GetRequiredService<IPluginCatalog>(), settings.PathMappings, owners);
        }

        return owners;
    }

    private static WebProxy? Proxy(ProxySettings? settings) => settings is null ? null : new WebProxy(settings.Address)
    {
        Credentials = settings.UserName is null ? null : new NetworkCredential(settings.UserName, settings.Password),
    };
}
