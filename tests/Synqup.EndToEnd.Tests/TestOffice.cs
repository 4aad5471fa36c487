using System.Text.Json;
using System.Text.Json.Nodes;
using Synqup.Core.Sources.Portal;
using Synqup.Demo.Flow;
using Synqup.Demo.Office;
using Synqup.Demo.Programs;
using Synqup.Demo.Samples;
using Synqup.Demo.Sources;

namespace Synqup.EndToEnd.Tests;

/// <summary>A Console and an agent as programs that a test starts, stops and kills, with one Winbooks configuration.</summary>
internal sealed class TestOffice : IDisposable
{
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly TemporaryFolder _folder;
    private readonly OfficeClient _client;
    private readonly int _port;
    private readonly Uri _address;
    private Uploads? _uploads;

    private TestOffice(OfficeCredentials credentials, string consoleFolder, TemporaryFolder folder, int port)
    {
        (_folder, _port, ConsoleFolder) = (folder, port, consoleFolder);
        _address = new Uri($"http://127.0.0.1:{port}/");
        _client = new OfficeClient(_address, credentials);
        Agent = new AgentInstallation(folder["agent"], _address);
    }

    public OfficeClient Client => _client;

    public AgentInstallation Agent { get; }

    public string Root => _folder["winbooks"];

    /// <summary>Null before there is one.</summary>
    public string? ConfigurationId { get; set; }

    private string ConsoleFolder { get; }

    /// <summary>An office whose Console does not run yet.</summary>
    public static async Task<TestOffice> CreateAsync()
    {
        var folder = new TemporaryFolder();
        var credentials = await ConsoleProgram.CreateOfficeAsync(folder["console"], "Test office", CancellationToken.None);
        return new TestOffice(credentials, folder["console"], folder, LoopbackPort.Free());
    }

    /// <summary>Starts the Console, always on the same port.</summary>
    public Task<ConsoleProgram> StartConsoleAsync() => ConsoleProgram.StartAsync(ConsoleFolder, _port, Time, CancellationToken.None);

    /// <summary>Writes the agent's settings; needs the Console.</summary>
    /// <param name="batchSize">How many documents are published together.</param>
    public async Task InstallAgentAsync(int batchSize = 256) =>
        await Agent.PrepareAsync(await _client.MakeEnrolmentKeyAsync("Test agent", CancellationToken.None), batchSize, CancellationToken.None);

    /// <summary>Makes the configuration for the one agent that has enrolled, and its root.</summary>
    /// <param name="nameTaken">What happens when another file has a document's name; null for what is usual.</param>
    /// <param name="doneFile">The option of that name; null for no done file.</param>
    public async Task ConfigureAsync(string? nameTaken = null, string? doneFile = null)
    {
        var agent = (await _client.AgentsAsync(CancellationToken.None)).Single();
        ConfigurationId = await MakeConfigurationAsync(agent.Id, nameTaken, doneFile);
        (await Agent.CommandAsync(["check", "--create-root", Root], CancellationToken.None)).OutputOrThrow("synqup check --create-root");
    }

    /// <summary>Of the one root, for an agent.</summary>
    public Task<string> MakeConfigurationAsync(string agentId, string? nameTaken = null, string? doneFile = null)
    {
        var customer = Path.Combine(Root, "[accounting_file_id]");
        return _client.MakeConfigurationAsync(
            new NewConfiguration("Winbooks", agentId, Package.Winbooks, new ConfigurationPaths(customer + "/inbound", customer + "/outbound", customer + "/statements", null), nameTaken,
                doneFile is null ? null : new Dictionary<string, string> { ["doneFile"] = doneFile }), CancellationToken.None);
    }

    /// <summary>Another agent, which has enrolled and has nothing to do yet; needs the Console.</summary>
    public async Task<(AgentInstallation Agent, string Id)> AddAgentAsync(string name)
    {
        var known = (await _client.AgentsAsync(CancellationToken.None)).Select(one => one.Id).ToHashSet();
        var agent = new AgentInstallation(_folder[name], _address);
        await agent.PrepareAsync(await _client.MakeEnrolmentKeyAsync(name, CancellationToken.None), batchSize: 256, CancellationToken.None);
        (await agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        return (agent, (await _client.AgentsAsync(CancellationToken.None)).Single(one => !known.Contains(one.Id)).Id);
    }

    /// <summary>The agent's machine, copied with everything on it.</summary>
    public AgentInstallation CloneAgent(string name)
    {
        var clone = new AgentInstallation(_folder[name], _address);
        foreach (var file in Directory.GetFiles(Agent.DataFolder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(clone.DataFolder, Path.GetRelativePath(Agent.DataFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(clone.SettingsFile, File.ReadAllText(Agent.SettingsFile).Replace(_folder["agent"], _folder[name], StringComparison.Ordinal));
        return clone;
    }

    /// <summary>A second connection of the one agent, to the same Console.</summary>
    public async Task ConnectTwiceAsync(string connection)
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Agent.SettingsFile))!;
        var second = settings["connections"]![0]!.DeepClone();
        (second["name"], second["enrolmentKey"]) = (connection, await _client.MakeEnrolmentKeyAsync(connection, CancellationToken.None));
        settings["connections"]!.AsArray().Add(second);
        await File.WriteAllTextAsync(Agent.SettingsFile, settings.ToJsonString());
    }

    /// <summary>Uploads documents of the one configuration.</summary>
    /// <param name="from">The number of the first one: the same number is the same document.</param>
    public async Task UploadAsync(int from, int count)
    {
        var documents = new SampleDocuments(1, SampleOffice.Many(1));
        // It knows the customers that it made.
        _uploads ??= Uploads();
        var before = _uploads.Uploaded.Count;
        await _uploads.UploadAsync(Sources(Enumerable.Range(from, count).Select(index => documents.OfSize(index, 6_000))), static _ => { }, CancellationToken.None);
        Assert.That(_uploads.Uploaded, Has.Count.EqualTo(before + count));
    }

    public Uploads Uploads() => new(_client, new Dictionary<string, string> { [Package.Winbooks] = ConfigurationId! });

    /// <summary>As sources of customers of the one configuration.</summary>
    public static IEnumerable<SourceDocument> Sources(IEnumerable<SampleDocument> documents) =>
        documents.Select(document => GeneratedDocuments.Source(document, GeneratedDocuments.Card(document.Customer, Package.Winbooks)));

    /// <summary>The codes of the problems that the agent shows.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync() => [.. (await StatusAsync("problems")).Select(problem => problem.GetProperty("code").GetString()!)];

    /// <summary>The reasons why documents need a person, as the agent shows them.</summary>
    public async Task<IReadOnlyList<string>> AttentionAsync() => [.. (await StatusAsync("attention")).Select(item => item.GetProperty("reason").GetString()!)];

    private async Task<IEnumerable<JsonElement>> StatusAsync(string list)
    {
        // Exit code 1 says that there are some.
        var status = await Agent.CommandAsync(["status", "--json"], CancellationToken.None);
        return JsonDocument.Parse(status.Output).RootElement.GetProperty(list).EnumerateArray();
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }
}
