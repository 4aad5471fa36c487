using System.CommandLine;
using System.Diagnostics;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Tests.Ledger;

namespace Synqup.Benchmarks.Ledger;

/// <summary><c>ledger</c>: fills a ledger with as many documents as one wants, and measures what agent and people ask of it beside a small one.</summary>
internal static class LedgerBenchmark
{
    private const int Small = 10_000;

    public static Command Create()
    {
        Option<int> rows = new("--rows") { Description = "How many documents the ledger knows", DefaultValueFactory = _ => 10_000_000 };
        Option<DirectoryInfo> folder = new("--folder") { Description = "Where it is made, and removed afterwards: about 1.5 KB for each document, and as much for its backup", DefaultValueFactory = _ => new(Path.Combine(Path.GetTempPath(), "synqup-ledger-benchmark")) };
        rows.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < Small)
                result.AddError($"--rows is a number from {Small}.");
        });
        var command = new Command("ledger", "Measures a ledger that knows very many documents.") { rows, folder };
        command.SetAction((result, _) => RunAsync(result.GetValue(rows), result.GetRequiredValue(folder)));
        return command;
    }

    private static async Task RunAsync(int rows, DirectoryInfo folder)
    {
        folder.Create();
        try
        {
            var small = await new LargeLedger(Fill(folder, Small)).MeasureAsync(Small);
            var path = Fill(folder, rows);
            var large = await new LargeLedger(path).MeasureAsync(rows);
            Console.WriteLine($"{"ms",-42}{Small,12:N0}{rows,14:N0}  times");
            foreach (var ((what, before), (_, after)) in small.Zip(large))
                Console.WriteLine($"{what,-42}{before,12:0.00}{after,14:0.00}{after / before,7:0.0}");
            Console.WriteLine($"look through the whole file: {Seconds(() => LookThrough(path)):0.0} s for {Size(path):N0} MiB");
            var (seconds, longest) = await new LargeLedger(path).BackUpAsync(rows);
            Console.WriteLine($"backup, looked through: {seconds:0.0} s for {Size(path):N0} MiB; a page of 100 that arrived meanwhile waited {longest:0} ms at most");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Fill(DirectoryInfo folder, int rows)
    {
        var path = Path.Combine(folder.FullName, rows.ToString(System.Globalization.CultureInfo.InvariantCulture), "ledger.db");
        var seconds = Seconds(() => LargeLedger.Fill(path, rows));
        Console.WriteLine($"filled with {rows:N0} documents in {seconds:0.0} s: {Size(path):N0} MiB");
        return path;
    }

    private static void LookThrough(string path)
    {
        using var connection = new LedgerConnection(path, create: false);
        LedgerFile.Check(connection, path, CancellationToken.None);
    }

    private static double Seconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static long Size(string path) => new FileInfo(path).Length >> 20;
}
