using System.Text.Json;

namespace Synqup.Benchmarks;

/// <summary>
/// <c>synqup sync</c> as it is published, against a Console on loopback. Before each delivery both get a fresh copy of what they
/// knew when the documents had just been uploaded, so that every round is somebody's first.
/// </summary>
internal sealed class AgentContender(BenchmarkOptions options, SeededOffice office) : IContender
{
    public const string ProgramName = "synqup";

    public string Name => ProgramName;

    public async Task<(ProcessUse Use, TimeSpan Delivery)> DeliverAsync(string target, CancellationToken cancellationToken)
    {
        office.Restore();
        Linux.FlushEverything();
        await using var console = await office.StartConsoleAsync(cancellationToken);
        await office.MarkTargetAsync(cancellationToken);
        await office.ServeNeighbourAsync(cancellationToken);
        Linux.FlushEverything();
        var before = await office.CountAsync(cancellationToken);

        var use = await ChildProcess.RunAsync(options.AgentProgram, ["sync", "--json", "--settings", office.Agent.SettingsFile], cancellationToken);

        var acknowledged = (await office.CountAsync(cancellationToken)).Acknowledged - before.Acknowledged;
        if (acknowledged != options.Documents)
        {
            throw new BenchmarkException($"The Console knows of {acknowledged} deliveries instead of {options.Documents}: {use.Output}");
        }

        // From signing in to the last acknowledgement, as the agent itself says: a little more than from the first listing.
        var seconds = JsonDocument.Parse(use.Output).RootElement.GetProperty("seconds").GetDouble();
        return (use, TimeSpan.FromSeconds(seconds));
    }
}
