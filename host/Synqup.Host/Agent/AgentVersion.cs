using System.Reflection;

namespace Synqup.Host.Agent;

internal static class AgentVersion
{
    /// <summary>The release, without the commit.</summary>
    public static string Current { get; } =
        typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
