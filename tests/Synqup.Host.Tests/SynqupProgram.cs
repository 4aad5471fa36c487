using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Synqup.Host.Tests;

/// <summary>The built program, run as its users run it.</summary>
internal static partial class SynqupProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<Answer> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    public static async Task<Answer> RunAsync(string[] arguments, Dictionary<string, string> environment)
    {
        using var process = Start(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return new Answer(process.ExitCode, await output, await errors);
    }

    public static Process Start(string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Built.Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public static void Terminate(Process process) => Assert.That(Signal(process.Id, 15), Is.Zero);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

internal sealed record Answer(int Code, string Output, string Errors)
{
    /// <summary>Standard output as the one JSON object that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public override string ToString() => $"exit code {Code}\n{Output}\n{Errors}";
}
