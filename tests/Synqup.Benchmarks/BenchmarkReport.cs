using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Spectre.Console;

namespace Synqup.Benchmarks;

/// <summary>What came out, for a person and for a program.</summary>
internal sealed record BenchmarkReport(
    DateTimeOffset At, string System, int Cores, int Documents, int KiB, int Customers, int Rounds,
    IReadOnlyList<Summary> Medians, IReadOnlyList<Floor> Floors, IReadOnlyList<Measurement> Measurements)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether the floors are met; a workload for which none is stated meets them.</summary>
    public bool Good => Floors.All(floor => floor.Met);

    public static BenchmarkReport Of(BenchmarkOptions options, IReadOnlyList<Measurement> measurements, TimeProvider time)
    {
        var medians = Summary.Of(measurements);
        return new(
            time.GetUtcNow(), RuntimeInformation.OSDescription, Environment.ProcessorCount, options.Documents, options.KiB, options.Customers, options.Rounds,
            medians, options.IsStatedWorkload ? Floor.Of(medians.Single(one => one.Program == AgentContender.ProgramName)) : [], measurements);
    }

    public Task SaveAsync(string file, CancellationToken cancellationToken)
        => File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, Readable) + "\n", cancellationToken);

    public void Print(IAnsiConsole console)
    {
        var table = new Table().Title(Text($"{Documents:N0} documents of {KiB} KiB, {Customers:N0} customers, medians of {Rounds} rounds"));
        table.AddColumn("program");
        foreach (var heading in new[] { "docs/s", "x rclone", "seconds", "process s", "CPU ms/doc", "peak MB" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var one in Medians.OrderByDescending(one => one.DocumentsPerSecond))
        {
            table.AddRow(
                one.Program, Text($"{one.DocumentsPerSecond:N0}"), Text($"{one.TimesRclone:0.00}"), Text($"{one.Seconds:0.00}"),
                Text($"{one.WallSeconds:0.00}"), Text($"{one.CpuMsPerDocument:0.000}"), Text($"{one.PeakMB:0}"));
        }

        console.Write(table);
        console.WriteLine("synqup: durable, with ledger and acknowledgement; seconds from signing in to the last");
        console.WriteLine("acknowledgement, from a Console that has served another agent before.");
        console.WriteLine("rclone, curl: nothing flushed; seconds of the whole process.");
        console.WriteLine("limit: only writes, flushes and renames.");
        foreach (var floor in Floors)
        {
            var bound = floor.AtMost ? "at most" : "at least";
            console.WriteLine(Text($"{(floor.Met ? "met   " : "MISSED")} {floor.Name}: {floor.Measured:0.00}, {bound} {floor.Required:0.0} wanted"));
        }

        if (Floors.Count == 0)
        {
            console.WriteLine("Floors are stated for 10,000 documents of 30 KiB, 500 customers: none judged.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
