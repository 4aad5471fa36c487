using System.CommandLine;
using Spectre.Console;
using Synqup.Benchmarks.Ledger;
using Synqup.Demo;
using Synqup.Demo.Programs;

namespace Synqup.Benchmarks;

/// <summary>The command line.</summary>
internal static class BenchmarkCommand
{
    private const int FloorMissed = 1;
    private const int CannotMeasure = 2;

    public static RootCommand Create()
    {
        Option<int> documents = Number("--documents", "How many documents", 10_000);
        Option<int> size = Number("--size", "KiB of each document", 30);
        Option<int> customers = Number("--customers", "Over how many customers' folders they are spread", 500);
        Option<int> rounds = Number("--rounds", "How often each program runs; the median counts", 3);
        Option<DirectoryInfo> programs = new("--programs") { Description = "Where --target=Publish put agent and Console", Required = true };
        Option<DirectoryInfo> artifacts = new("--artifacts") { Description = "For benchmark.json and everything that is written", Required = true };
        programs.AcceptExistingOnly();

        var command = new RootCommand("Delivers documents with the published agent, beside rclone, curl and what the disk allows.")
        {
            documents, size, customers, rounds, programs, artifacts,
            LedgerBenchmark.Create(),
            Child("serve", "Serves a folder on a free port of loopback.", (folders, token) => StaticServer.RunAsync(folders[0], token)),
            Child("limit", "Copies a folder as fast as the disk allows.", (folders, token) => LimitProgram.RunAsync(folders[0], folders[1], token)),
        };
        command.SetAction((result, token) =>
        {
            var output = result.GetRequiredValue(artifacts).FullName;
            var options = new BenchmarkOptions(
                result.GetValue(documents), result.GetValue(size), result.GetValue(customers), result.GetValue(rounds),
                result.GetRequiredValue(programs).FullName, Path.Combine(output, "benchmark"));
            return RunAsync(options, Path.Combine(output, "benchmark.json"), token);
        });
        return command;
    }

    private static async Task<int> RunAsync(BenchmarkOptions options, string file, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync("The benchmark measures with what only Linux has: run it there.");
            return CannotMeasure;
        }

        try
        {
            Environment.SetEnvironmentVariable(BuiltPrograms.Variable, options.Programs);
            var measurements = await new BenchmarkRun(options, Console.Error.WriteLine).RunAsync(cancellationToken);
            var report = BenchmarkReport.Of(options, measurements, TimeProvider.System);
            await report.SaveAsync(file, cancellationToken);
            report.Print(AnsiConsole.Console);
            return report.Good ? 0 : FloorMissed;
        }
        catch (Exception exception) when (exception is BenchmarkException or DemoException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return CannotMeasure;
        }
    }

    private static Option<int> Number(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} is a number from 1.");
            }
        });
        return option;
    }

    // The programs that this one starts beside itself, so that what they use is not counted as somebody else's.
    private static Command Child(string name, string description, Func<string[], CancellationToken, Task> run)
    {
        Argument<string[]> folders = new("folders");
        var command = new Command(name, description) { Hidden = true, Arguments = { folders } };
        command.SetAction((result, token) => run(result.GetRequiredValue(folders), token));
        return command;
    }
}
