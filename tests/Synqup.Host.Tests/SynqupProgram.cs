using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Synqup.Host.Tests;

/// <summary>The built program, run as its users run it.</summary>
internal static partial class SynqupProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<Answer> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    public static Task<Answer> RunAsync(string[] arguments, Dictionary<string, string> environment) => RunAsync(Start(arguments, environment));

    private static async Task<Answer> RunAsync(Process started)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return new Answer(process.ExitCode, await output, await errors);
    }

    /// <summary>As a user to whom the rights of files apply, which they do not to root.</summary>
    public static async Task<Answer> RunWithoutRightsAsync(params string[] arguments)
    {
        if (!Environment.IsPrivilegedProcess) return await RunAsync(arguments);
        if (!File.Exists("/usr/bin/setpriv")) Assert.Ignore("The tests run as root, and setpriv (util-linux) is not there to take root's rights away.");
        return await RunAsync(Start("/usr/bin/setpriv", ["--bounding-set=-dac_override,-dac_read_search", "--", Built.Program, .. arguments], []));
    }

    /// <summary>On a terminal, where a person types a line.</summary>
    public static Task<Answer> RunOnTerminalAsync(string typed, params string[] arguments)
    {
        if (!File.Exists("/usr/bin/script")) Assert.Ignore("/usr/bin/script (bsdutils) is not there, which makes a terminal.");
        var started = Start("/usr/bin/script", ["--quiet", "--return", "--command", string.Join(' ', arguments.Prepend(Built.Program).Select(one => $"'{one}'")), "/dev/null"], new() { ["TERM"] = "xterm" });
        started.StandardInput.WriteLine(typed);
        return RunAsync(started);
    }

    public static Process Start(string[] arguments, Dictionary<string, string> environment) => Start(Built.Program, arguments, environment);

    private static Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
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
