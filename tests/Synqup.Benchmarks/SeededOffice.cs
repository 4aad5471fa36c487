using System.Diagnostics;
using Synqup.Core.Sources.Portal;
using Synqup.Demo.Flow;
using Synqup.Demo.Office;
using Synqup.Demo.Programs;
using Synqup.Demo.Sources;

namespace Synqup.Benchmarks;

/// <summary>A Console to which the corpus was just uploaded and an agent that has enrolled and delivered nothing: kept, and copied for each round.</summary>
internal sealed class SeededOffice
{
    private const string AgentFolder = "agent";
    private const string NeighbourFolder = "neighbour";

    private readonly string _seed;
    private readonly string _live;
    private readonly int _port;
    private readonly OfficeCredentials _credentials;
    private readonly string _target;

    private readonly AgentInstallation _neighbour;

    private SeededOffice(string seed, string live, int port, OfficeCredentials credentials, string target)
    {
        (_seed, _live, _port, _credentials, _target) = (seed, live, port, credentials, target);
        Agent = new AgentInstallation(Path.Combine(live, AgentFolder), Address);
        _neighbour = new AgentInstallation(Path.Combine(live, NeighbourFolder), Address);
    }

    /// <summary>The agent that is measured.</summary>
    public AgentInstallation Agent { get; }

    private string NeighbourTarget => Path.Combine(_live, "neighbour-target");

    private Uri Address => new($"http://127.0.0.1:{_port}/");

    private string ConsoleFolder => Path.Combine(_live, "console");

    /// <param name="target">The folder below which the agent delivers.</param>
    public static async Task<SeededOffice> MakeAsync(string work, string target, Corpus corpus, CancellationToken cancellationToken)
    {
        var live = Path.Combine(work, "office");
        var credentials = await ConsoleProgram.CreateOfficeAsync(Path.Combine(live, "console"), "Benchmark office", cancellationToken);
        var office = new SeededOffice(Path.Combine(work, "office-seed"), live, LoopbackPort.Free(), credentials, target);
        await using (await office.StartConsoleAsync(cancellationToken))
        {
            await office.FillAsync(corpus, cancellationToken);
        }

        Directory.Move(live, office._seed);
        return office;
    }

    /// <summary>Brings Console and agent back to where they were when the documents had been uploaded.</summary>
    public void Restore()
    {
        BenchmarkRun.PutAside(_live);
        Directory.CreateDirectory(_live);
        foreach (var agent in new[] { AgentFolder, NeighbourFolder })
        {
            Copy(Path.Combine(_seed, agent), Path.Combine(_live, agent));
        }

        Directory.CreateDirectory(ConsoleFolder);
        foreach (var kept in Directory.EnumerateFileSystemEntries(Path.Combine(_seed, "console")))
        {
            // Contents are never written twice: a second name for each is enough.
            var options = Path.GetFileName(kept) == "content" ? "-al" : "-a";
            Copy(kept, Path.Combine(ConsoleFolder, Path.GetFileName(kept)), options);
        }
    }

    public Task<ConsoleProgram> StartConsoleAsync(CancellationToken cancellationToken)
        => ConsoleProgram.StartAsync(ConsoleFolder, _port, TimeProvider.System, cancellationToken);

    /// <summary>Marks the empty target folder as the agent's, which a person does once.</summary>
    public async Task MarkTargetAsync(CancellationToken cancellationToken)
        => (await Agent.CommandAsync(["check", "--create-root", _target], cancellationToken)).OutputOrThrow($"Marking {_target} with synqup check");

    /// <summary>
    /// Lets another agent of the office deliver its own documents. A Console that was just started compiles its code at the first of
    /// each call, which no office waits for twice; the static server of the other programs has answered before as well.
    /// </summary>
    public async Task ServeNeighbourAsync(CancellationToken cancellationToken)
    {
        (await _neighbour.CommandAsync(["check", "--create-root", NeighbourTarget], cancellationToken)).OutputOrThrow($"Marking {NeighbourTarget} with synqup check");
        (await _neighbour.CommandAsync(["sync"], cancellationToken)).OutputOrThrow("Delivering another agent's documents with synqup sync");
    }

    public async Task<DocumentCounts> CountAsync(CancellationToken cancellationToken)
    {
        using var client = new OfficeClient(Address, _credentials);
        return await client.CountAsync(cancellationToken);
    }

    // Rights and links as they were: the agent looks at who else can read what it keeps.
    private static void Copy(string from, string to, string options = "-a")
    {
        using var copy = Process.Start("cp", [options, from, to]);
        copy.WaitForExit();
        if (copy.ExitCode != 0)
        {
            throw new BenchmarkException($"{from} could not be copied.");
        }
    }

    private async Task FillAsync(Corpus corpus, CancellationToken cancellationToken)
    {
        using var client = new OfficeClient(Address, _credentials);
        await FillAsync(client, Agent, corpus.Files, _target, cancellationToken);
        await FillAsync(client, _neighbour, corpus.NeighbourFiles, NeighbourTarget, cancellationToken);
    }

    private static async Task FillAsync(OfficeClient client, AgentInstallation agent, IReadOnlyList<CorpusFile> files, string target, CancellationToken cancellationToken)
    {
        var known = (await client.AgentsAsync(cancellationToken)).Select(one => one.Id).ToList();
        await agent.PrepareAsync(await client.MakeEnrolmentKeyAsync("Benchmark agent", cancellationToken), batchSize: 256, cancellationToken);
        (await agent.CommandAsync(["sync"], cancellationToken)).OutputOrThrow("Enrolling the agent with synqup sync");
        var agentId = (await client.AgentsAsync(cancellationToken)).Single(one => !known.Contains(one.Id)).Id;

        var folder = Path.Combine(target, "[accounting_file_id]");
        var configuration = await client.MakeConfigurationAsync(
            new NewConfiguration("Benchmark", agentId, Package.GenericFolder, new ConfigurationPaths(folder, null, null, null)), cancellationToken);
        var uploads = new Uploads(client, new Dictionary<string, string> { [Package.GenericFolder] = configuration });
        await uploads.UploadAsync(files.Select(Corpus.Source), _ => { }, cancellationToken);
        if (uploads.Refused is [var first, ..])
        {
            throw new BenchmarkException($"The Console refused {uploads.Refused.Count} documents; {first.Source}: {first.Reason}");
        }
    }
}
