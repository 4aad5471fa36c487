using System.Net;

namespace Synqup.Core.Sources.Portal;

/// <summary>One office's Console as this agent is told to reach it.</summary>
internal sealed record PortalConnection
{
    /// <exception cref="ArgumentException">The address is not https, and not http on this machine.</exception>
    public PortalConnection(string name, Uri address, string dataFolder)
    {
        Name = name;
        Address = IsAcceptable(address)
            ? address
            : throw new ArgumentException(
                $"The address '{address}' of connection '{name}' cannot be used: it must begin with https:// (http:// only for a Console on this machine). Correct it in the agent's settings.",
                nameof(address));
        DataFolder = dataFolder;
    }

    public string Name { get; }

    /// <summary>The only origin that is ever talked to.</summary>
    public Uri Address { get; }

    /// <summary>Where credentials and the instance's identity are kept.</summary>
    public string DataFolder { get; }

    /// <summary>Null: the system's. A Console on this machine is always reached without.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>With which the agent enrols by itself when it has no credentials yet; null when a person signs it in.</summary>
    public string? EnrolmentKey { get; init; }

    /// <summary>How the office sees this agent.</summary>
    public string AgentName { get; init; } = Environment.MachineName;

    public PortalTimings Timings { get; init; } = new();

    /// <summary>Without the key, so that it does not get into logs.</summary>
    public override string ToString() => $"{Name} ({Address})";

    /// <summary>Secrets travel: https, or a loopback address on this machine.</summary>
    public static bool IsAcceptable(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;
}
