using System.Text.Json;

namespace Synqup.Demo.Programs;

/// <summary>An agent of its own: its settings file, its folders, and the program that runs on them.</summary>
/// <param name="folder">Everything that belongs to the agent is below it.</param>
/// <param name="portal">Its Console.</param>
internal sealed class AgentInstallation(string folder, Uri portal)
{
    /// <summary>The connection's name in the settings.</summary>
    public const string Connection = "demo";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private readonly Dictionary<string, string> _environment = [];

    public string SettingsFile => Path.Combine(folder, "synqup.json");

    public string DataFolder => Path.Combine(folder, "data");

    public string LogFolder => Path.Combine(folder, "logs");

    /// <summary>Writes the settings; the key goes through the environment, as an unattended installation does it.</summary>
    /// <param name="batchSize">How many documents are published together.</param>
    public async Task PrepareAsync(string enrolmentKey, int batchSize, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var settings = new
        {
            connections = new[] { new { name = Connection, portal = portal.GetLeftPart(UriPartial.Authority) } },
            dataFolder = DataFolder,
            concurrency = new { batchSize },
            log = new { folder = LogFolder },
        };
        await File.WriteAllTextAsync(SettingsFile, JsonSerializer.Serialize(settings, Readable), cancellationToken);
        _environment["SYNQUP__CONNECTIONS__0__ENROLMENTKEY"] = enrolmentKey;
    }

    public ChildProgram Run() => ChildProgram.Start(BuiltPrograms.Agent, ["run", "--settings", SettingsFile], _environment);

    /// <summary>Runs a command of the agent that ends by itself.</summary>
    public Task<ProgramResult> CommandAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        ChildProgram.RunAsync(BuiltPrograms.Agent, [.. arguments, "--settings", SettingsFile], _environment, Patience, cancellationToken);
}
