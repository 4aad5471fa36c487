using Synqup.Demo.Office;
using Synqup.Demo.Programs;

namespace Synqup.Demo.Flow;

/// <summary>An office that is ready for documents: a Console, an agent, three configurations and their folders.</summary>
internal sealed class DemoOffice : IAsyncDisposable
{
    // The agent's own default.
    private const int BatchSize = 256;

    // Who tries the demo out kills a program to see what happens; one that always dies is to be looked at.
    private const int MostRestarts = 5;

    private readonly DemoFolders _folders;
    private readonly TimeProvider _time;
    private ConsoleProgram _console;
    private ChildProgram _agent;
    private int _restarts;

    private DemoOffice(
        DemoFolders folders, TimeProvider time, ConsoleProgram console, OfficeClient client, OfficeCredentials credentials, AgentInstallation installation, ChildProgram agent,
        IReadOnlyDictionary<string, string> configurations) =>
        (_folders, _time, _console, Client, Credentials, Installation, _agent, Configurations) = (folders, time, console, client, credentials, installation, agent, configurations);

    public OfficeClient Client { get; }

    public OfficeCredentials Credentials { get; }

    public Uri Address => _console.Address;

    public AgentInstallation Installation { get; }

    /// <summary>The id of the configuration of each package.</summary>
    public IReadOnlyDictionary<string, string> Configurations { get; }

    /// <summary>Starts everything.</summary>
    /// <param name="step">Told what is being done.</param>
    public static async Task<DemoOffice> OpenAsync(DemoFolders folders, TimeProvider time, Action<string> step, CancellationToken cancellationToken)
    {
        step("Starting the Console");
        var credentials = await ConsoleProgram.CreateOfficeAsync(folders.Console, "Demo office", cancellationToken);
        var console = await ConsoleProgram.StartAsync(folders.Console, time, cancellationToken);
        var client = new OfficeClient(console.Address, credentials);
        try
        {
            step("Enrolling the agent");
            var installation = new AgentInstallation(folders.Agent, console.Address);
            await installation.PrepareAsync(await client.MakeEnrolmentKeyAsync("Demo agent", cancellationToken), BatchSize, cancellationToken);
            (await installation.CommandAsync(["check"], cancellationToken)).OutputOrThrow("Enrolling the agent with synqup check");
            var agentId = (await client.AgentsAsync(cancellationToken)).Single().Id;

            step("Making three accounting package configurations and their folders");
            var configurations = new Dictionary<string, string>();
            foreach (var configuration in PackageConfigurations.For(folders.Output, agentId))
                configurations[configuration.Package] = await client.MakeConfigurationAsync(configuration, cancellationToken);
            var orders = PackageConfigurations.Roots(folders.Output).SelectMany(root => new[] { "--create-root", root });
            (await installation.CommandAsync(["check", .. orders], cancellationToken)).OutputOrThrow("Making the folders with synqup check");

            step("Starting the agent");
            return new DemoOffice(folders, time, console, client, credentials, installation, installation.Run(), configurations);
        }
        catch
        {
            client.Dispose();
            await console.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program that has ended again, and says so.</summary>
    /// <exception cref="DemoException">One has ended too often, or does not start any more.</exception>
    public async Task MustLiveAsync(CancellationToken cancellationToken)
    {
        if (_console.Program.HasExited)
        {
            CountRestart(_console.Program, $"Its data folder has more: {_folders.Console}");
            await using var ended = _console;
            _console = await ConsoleProgram.StartAsync(_folders.Console, Address.Port, _time, cancellationToken);
            Say("Console", ended.Program, _console.Program, "the agent has waited for it and goes on by itself");
        }

        if (_agent.HasExited)
        {
            CountRestart(_agent, $"Its log folder has more: {Installation.LogFolder}");
            await using var ended = _agent;
            _agent = Installation.Run();
            Say("agent", ended, _agent, "it goes on where it was");
        }
    }

    private void CountRestart(ChildProgram ended, string remedy)
    {
        if (_restarts++ == MostRestarts)
            ended.ThrowIfExited($"Programs were started again {MostRestarts} times, which is enough. {remedy}");
    }

    private static void Say(string name, ChildProgram ended, ChildProgram started, string then) =>
        Console.Error.WriteLine($"The {name} ended with exit code {ended.ExitCode} and was started again as process {started.Id}: {then}.");

    /// <summary>What a failed call of the Console means.</summary>
    public DemoException WhyUnreachable(HttpRequestException failure) =>
        new($"The Console at {Address} stopped answering: {failure.Message} It said last:{Environment.NewLine}{_console.Program.LastLines}", failure);

    /// <summary>The number of the Console's process.</summary>
    public int ConsoleProcess => _console.Program.Id;

    /// <summary>The number of the agent's process.</summary>
    public int AgentProcess => _agent.Id;

    /// <summary>What the agent said last.</summary>
    public string AgentSaid => _agent.LastLines;

    public async ValueTask DisposeAsync()
    {
        // The agent first: it ends what it began while its Console still answers.
        await _agent.DisposeAsync();
        Client.Dispose();
        await _console.DisposeAsync();
    }
}
