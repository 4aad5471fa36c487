using Microsoft.Extensions.Logging;
using Synqup.Core.Configuration;
using Synqup.Core.Health;
using Synqup.Core.Routing;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Pipeline;

/// <summary>The routing table of a connection, always by the newest configuration that is to be had.</summary>
/// <remarks>The last good copy is kept in the data folder, so an outage of the source delays nothing that is already known.</remarks>
internal sealed partial class ConfigurationFeed(
    IDocumentSource source, ConfigurationCopy copy, IPluginCatalog plugins, PathMappings mappings, FolderOwners owners, HealthBoard health, ILogger<ConfigurationFeed> logger)
{
    private const string NotKept = "configuration.notKept";

    private RoutingTable? _table;
    private AgentConfiguration? _unkept;

    /// <summary>The table in force; null before the first configuration.</summary>
    public RoutingTable? Table => Volatile.Read(ref _table);

    /// <summary>Completes when another connection of the agent takes or frees folders after this call.</summary>
    public Task OtherFoldersChanged => owners.ChangedByOthers(source.Name);

    /// <summary>Asks whether there is a newer configuration.</summary>
    /// <returns>Whether the table changed.</returns>
    /// <exception cref="SourceException">The source does not answer and there is no copy either.</exception>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        AgentConfiguration? configuration;
        try
        {
            configuration = await source.GetConfigurationAsync(Table?.Version is { Length: > 0 } version ? version : null, cancellationToken);
            Keep(configuration ?? _unkept);
        }
        catch (SourceException e) when (e.Failure == SourceFailure.Unavailable)
        {
            if (Table is not null)
                return false;
            configuration = copy.Read(out var problem);
            if (problem is not null)
                Unusable(logger, problem);
            if (configuration is null)
                throw;
        }
        if (configuration is null)
            return false;

        var table = RoutingTable.Build(source.Name, configuration, plugins, mappings, owners);
        Volatile.Write(ref _table, table);
        Changed(logger, source.Name, configuration.Configurations.Count, configuration.Customers.Count);
        health.Replace("configuration.unusable", source.Name, table.Destinations.Where(d => d.Problem is not null).Select(d =>
            (d.Configuration.Name, HealthSeverity.Error, d.Problem!, "Its documents wait and travel as soon as this is mended; the others are not held up.")));
        return true;
    }

    /// <summary>What cannot be kept is in force all the same, and is kept as soon as that works.</summary>
    private void Keep(AgentConfiguration? configuration)
    {
        if (configuration is null)
            return;
        try
        {
            copy.Write(configuration);
            _unkept = null;
            health.Clear(NotKept, source.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unkept = configuration;
            health.Raise(NotKept, source.Name, HealthSeverity.Warning, $"The configuration of {source.Name} cannot be kept for times when its portal is away: {Sentence.Ended(e.Message)}",
                "Make room on the disk of the data folder, and let the agent's user write there; the agent tries again by itself.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Configuration of {Source}: {Configurations} accounting package configurations, {Customers} customers")]
    private static partial void Changed(ILogger logger, string source, int configurations, int customers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void Unusable(ILogger logger, string problem);
}
