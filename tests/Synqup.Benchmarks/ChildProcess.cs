using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Synqup.Benchmarks;

/// <summary>What a program used from its start to its end.</summary>
/// <param name="Wall">From before it was started until it was gone.</param>
/// <param name="Processor">User and system time of its whole life.</param>
/// <param name="PeakBytes">The most memory it held at once (VmHWM).</param>
internal sealed record ProcessUse(TimeSpan Wall, TimeSpan Processor, long PeakBytes, string Output);

/// <summary>Runs a program to its end and says what it used.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    /// <exception cref="BenchmarkException">It could not be started, or did not end with 0.</exception>
    public static async Task<ProcessUse> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var before = Linux.ProcessorTimeOfChildren();
        var clock = Stopwatch.StartNew();
        using var process = Start(program, arguments, redirect: true);
        await using var stop = cancellationToken.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var peak = await PeakUntilExitAsync(process, cancellationToken);
        var wall = clock.Elapsed;
        if (process.ExitCode != 0)
        {
            throw new BenchmarkException($"{program} ended with {process.ExitCode}: {Tail(await errors)} {Tail(await output)}");
        }

        return new(wall, Linux.ProcessorTimeOfChildren() - before, peak, await output);
    }

    /// <summary>Starts a program that runs until it is killed.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, bool redirect)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = redirect, RedirectStandardError = redirect };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new BenchmarkException($"{program} could not be started: {exception.Message}. ./build.sh --target=Benchmark installs and builds what is needed.");
        }
    }

    // The kernel keeps the peak, so a look shortly before the end is as good as one at the end.
    private static async Task<long> PeakUntilExitAsync(Process process, CancellationToken cancellationToken)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(BetweenLooks);
        var exited = process.WaitForExitAsync(cancellationToken);
        while (!exited.IsCompleted)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.WhenAny(exited, timer.WaitForNextTickAsync(cancellationToken).AsTask());
        }

        await exited;
        return peak;
    }

    private static long PeakOf(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 8), NumberStyles.Integer, CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // It ended between two looks.
            return 0;
        }
    }

    private static string Tail(string text) => text.Length <= 2_000 ? text : text[^2_000..];
}
