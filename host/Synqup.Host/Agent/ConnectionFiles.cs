using Synqup.Core.Configuration;

namespace Synqup.Host.Agent;

/// <summary>Where a connection keeps what is its own, inside the data folder.</summary>
internal static class ConnectionFiles
{
    public static string Folder(AgentSettings settings, string connection) => Path.Combine(settings.DataFolder, "connections", connection);

    public static string Ledger(AgentSettings settings, string connection) => Path.Combine(Folder(settings, connection), "ledger.db");
}
