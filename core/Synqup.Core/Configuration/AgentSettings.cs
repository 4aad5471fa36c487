using Microsoft.Extensions.Logging;

namespace Synqup.Core.Configuration;

/// <summary>The agent's own settings: what cannot come from the cloud. Valid by construction.</summary>
internal sealed record AgentSettings
{
    /// <summary>At least one, with different names.</summary>
    public required IReadOnlyList<ConnectionSettings> Connections { get; init; }

    /// <summary>Fully qualified; holds the ledger, the credentials and the last good configuration.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Fully qualified.</summary>
    public required string PluginsFolder { get; init; }

    public PathMappings PathMappings { get; init; } = PathMappings.None;

    public ConcurrencySettings Concurrency { get; init; } = new();

    public DiskSpaceSettings DiskSpace { get; init; } = new();

    /// <summary>For all connections together; where several hold at a moment, the strictest does.</summary>
    public IReadOnlyList<LimitWindow> Limits { get; init; } = [];

    /// <summary>Null: the system's proxy.</summary>
    public ProxySettings? Proxy { get; init; }

    public required LogSettings Log { get; init; }
}

/// <summary>One office's cloud source.</summary>
/// <param name="Name">Names the connection for people and in the ledger: letters, digits, hyphens and underscores; a folder is called so.</param>
/// <param name="Portal">https, or http on this machine.</param>
/// <param name="EnrolmentKey">For unattended installation: from <c>enrolmentKey</c> or the content of <c>enrolmentKeyFile</c>; null when a person signs in.</param>
internal sealed record ConnectionSettings(string Name, Uri Portal, string? EnrolmentKey = null)
{
    /// <summary>The key is a secret: it does not get into logs through the record.</summary>
    public override string ToString() => $"{Name} ({Portal})";
}

/// <summary>How much happens at once, for each connection.</summary>
internal sealed record ConcurrencySettings
{
    /// <summary>Requests for contents at the same time.</summary>
    public int Downloads { get; init; } = 4;

    /// <summary>Documents published together: one manifest, one flush, one commit.</summary>
    public int BatchSize { get; init; } = 256;
}

/// <summary>When a volume is too full, in bytes.</summary>
internal sealed record DiskSpaceSettings
{
    public const long MiB = 1024 * 1024;

    /// <summary>It is a problem that deserves a look.</summary>
    public long WarnBelow { get; init; } = 1024 * MiB;

    /// <summary>Nothing is fetched for it.</summary>
    public long StopBelow { get; init; } = 200 * MiB;
}

/// <param name="Address">http or https.</param>
/// <param name="UserName">Null: no credentials.</param>
internal sealed record ProxySettings(Uri Address, string? UserName = null, string? Password = null)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => Address.ToString();
}

/// <param name="Folder">Fully qualified.</param>
internal sealed record LogSettings(string Folder, LogLevel Level = LogLevel.Information);
