namespace Synqup.Console.Hosting;

/// <summary>Everything that can be set. From <c>console.json</c> in the data folder, then <c>SYNQUP_CONSOLE_*</c>, then the command line.</summary>
internal sealed record ConsoleSettings
{
    public const string DefaultUrls = "http://127.0.0.1:5280";

    /// <summary>Where it listens, separated by semicolons; <c>http</c> on loopback only. Port 0 takes a free one.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>The address under which others know the Console, where that is not the one it listens on.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>How often an agent should say that it lives.</summary>
    public int HeartbeatSeconds { get; init; } = 60;

    public LimitSettings Limits { get; init; } = new();
}

/// <summary>What one caller may ask for.</summary>
internal sealed record LimitSettings
{
    /// <summary>Calls each second on average, of one agent or one script.</summary>
    public int CallsPerSecond { get; init; } = 200;

    /// <summary>Calls at once before the average counts.</summary>
    public int Burst { get; init; } = 2000;

    /// <summary>Tokens and enrolments each minute, of one network address.</summary>
    public int SignInsPerMinute { get; init; } = 120;

    /// <summary>One upload as a whole, in MiB.</summary>
    public int UploadMebibytes { get; init; } = 1024;
}
