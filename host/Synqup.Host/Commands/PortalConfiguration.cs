using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary>A connection's configuration: from the portal, or the last good copy where the portal does not answer.</summary>
/// <param name="Value">Null when there is neither.</param>
/// <param name="Failure">Why the portal did not give it; null when it did.</param>
internal sealed record PortalConfiguration(AgentConfiguration? Value, SourceException? Failure)
{
    public static async Task<PortalConfiguration> GetAsync(IServiceProvider services, string connection, CancellationToken cancellationToken)
    {
        try
        {
            return new(await services.GetRequiredKeyedService<IDocumentSource>(connection).GetConfigurationAsync(null, cancellationToken), null);
        }
        catch (SourceException failure)
        {
            return new(services.GetRequiredService<ConnectionParts>().Copy(connection).Read(), failure);
        }
    }
}
