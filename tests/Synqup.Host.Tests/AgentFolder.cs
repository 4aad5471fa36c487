using System.Text.Json;

namespace Synqup.Host.Tests;

/// <summary>An agent's settings and folders, in a temporary folder.</summary>
internal sealed class AgentFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AgentFolder()
    {
        Directory.CreateDirectory(Plugins);
        Built.Protect(Plugins);
        Write("https://portal.invalid");
    }

    public string Settings => _folder["synqup.json"];

    public string Data => _folder["data"];

    public string Plugins => _folder["plugins"];

    /// <summary>Below which documents go.</summary>
    public string Root => _folder["documents"];

    public void Write(string portal, string? key = null) => File.WriteAllText(Settings, JsonSerializer.Serialize(new
    {
        connections = new object[] { key is null ? new { name = "office", portal } : new { name = "office", portal, enrolmentKey = key } },
        dataFolder = Data,
        pluginsFolder = Plugins,
        log = new { folder = _folder["logs"] },
    }));

    public void WriteText(string settings) => File.WriteAllText(Settings, settings);

    public Task<Answer> RunAsync(params string[] arguments) => SynqupProgram.RunAsync([.. arguments, "--settings", Settings]);

    public void Dispose() => _folder.Dispose();
}
