using System.CommandLine;
using Spectre.Console;
using Synqup.Chaos.Worlds;

namespace Synqup.Chaos;

/// <summary>The command line.</summary>
internal static class ChaosCommand
{
    private const int Found = 1;
    private const int CannotRun = 2;

    public static RootCommand Create()
    {
        Option<int> minutes = new("--minutes") { Description = "How long worlds are simulated", DefaultValueFactory = _ => 20 };
        Option<int> first = new("--first") { Description = "The seed of the first world", DefaultValueFactory = _ => 100_000 };
        Option<int?> seed = new("--seed") { Description = "Runs the world of this seed again, and tells what happened in it" };
        var command = new RootCommand("Delivers documents in simulated worlds in which everything goes wrong, and looks whether one is lost, doubled or seen in part.") { minutes, first, seed };
        command.SetAction(result => Run(result.GetValue(minutes), result.GetValue(first), result.GetValue(seed)));
        return command;
    }

    private static int Run(int minutes, int first, int? seed)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("The paths of the simulated volumes are those of Linux: run it there.");
            return CannotRun;
        }
        if (seed is { } again)
        {
            Console.WriteLine(Simulation.Tell(inWords => new World(WorldSettings.Of(again, Simulation.DocumentsOfWorld) with { InWords = inWords })));
            return 0;
        }

        var limit = TimeSpan.FromMinutes(minutes);
        var figures = Simulation.Run(first, Environment.ProcessorCount, f => f.Elapsed >= limit, Simulation.World, Say);
        ChaosReport.Print(AnsiConsole.Console, figures);
        return figures.Violations.Count == 0 ? 0 : Found;
    }

    private static void Say(WorldReport report)
    {
        if (report.Violation is { } violation)
            Console.Error.WriteLine($"Seed {report.Seed}: {violation}");
    }
}
