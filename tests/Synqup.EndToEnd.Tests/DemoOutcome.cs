using System.Text.Json;
using Synqup.Demo.Programs;

namespace Synqup.EndToEnd.Tests;

/// <summary>A run of the built demo program, as a script sees it.</summary>
internal sealed record DemoOutcome(int ExitCode, string Output, string Errors, string OutputFolder)
{
    // It gives up by itself when nothing moves; this is for when it does not.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    public static string Program => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Synqup.Demo.exe" : "Synqup.Demo");

    public JsonElement Report => JsonDocument.Parse(Output).RootElement;

    public IReadOnlyList<DemoFile> Files =>
        [.. Report.GetProperty("files").EnumerateArray().Select(file => new DemoFile(
            file.GetProperty("source").GetString()!, [.. file.GetProperty("paths").EnumerateArray().Select(path => path.GetString()!)], file.GetProperty("sha256").GetString()!))];

    /// <summary>Runs <c>--once --json</c> with a folder for the documents.</summary>
    public static async Task<DemoOutcome> RunAsync(string outputFolder, params string[] arguments)
    {
        var result = await ChildProgram.RunAsync(Program, ["--once", "--json", "--output", outputFolder, .. arguments], [], Limit, CancellationToken.None);
        return new DemoOutcome(result.ExitCode, result.Output, result.Errors, outputFolder);
    }

    public string FullPath(string relative) => Path.Combine(OutputFolder, relative.Replace('/', Path.DirectorySeparatorChar));
}

internal sealed record DemoFile(string Source, IReadOnlyList<string> Paths, string Sha256);
