using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Synqup.Architecture.Tests;

/// <summary>The README's commands, typed as they stand there. They build and publish, so one runs after the other.</summary>
[Category("Long")]
[NonParallelizable]
internal sealed class ReadmeCommandTests
{
    [Test]
    public async Task The_demo_delivers_and_ends_when_told_to()
    {
        var run = await RunAsync("dotnet run --project host/Synqup.Demo -- --once");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "sends the signal that Ctrl-C is on Unix")]
    public async Task The_demo_runs_until_ctrl_c()
    {
        using var demo = Start("env --default-signal=INT setsid dotnet run --project host/Synqup.Demo");
        var errors = demo.StandardError.ReadToEndAsync();
        var said = "";
        while (!said.Contains("Ctrl-C", StringComparison.Ordinal) && await demo.StandardOutput.ReadLineAsync() is { } line)
        {
            said += line + "\n";
        }

        // To the whole group, as a terminal does; a shell that started the tests in the background has Ctrl-C ignored, hence env above.
        using var interrupt = Process.Start("kill", ["-INT", "--", (-demo.Id).ToString(CultureInfo.InvariantCulture)]);
        await interrupt.WaitForExitAsync();
        said += await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync();

        Assert.That(demo.ExitCode, Is.Zero, said + await errors);
    }

    [Test]
    public async Task One_test_can_be_run()
    {
        var run = await RunAsync("dotnet test tests/Synqup.Sdk.Tests --filter Name~Unknown_variable");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("Passed!"));
    }

    [Test]
    public async Task The_build_lists_its_targets()
    {
        var run = await RunAsync("./build.sh --description");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        foreach (var target in new[] { "Clean", "Build", "Format", "Test", "TestAll", "Pack", "Publish", "Demo", "Benchmark", "Default" })
        {
            Assert.That(run.Output, Does.Match($"(?m)^ +{target} +[A-Z]"));
        }
    }

    [Test]
    public async Task Packing_makes_a_package_of_each_part_of_the_sdk()
    {
        var run = await RunAsync("./build.sh --target=Pack");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        var packages = Directory.GetFiles(Repository.At("artifacts", "packages"), "*.nupkg").Select(Path.GetFileName).ToList();
        Assert.That(packages, Has.Some.Match(@"^Synqup\.Sdk\.\d"));
        Assert.That(packages, Has.Some.Match(@"^Synqup\.Sdk\.Testing\.\d"));
    }

    [Test]
    public async Task Publishing_makes_programs_that_need_no_runtime()
    {
        var run = await RunAsync("./build.sh --target=Publish");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        foreach (var (runtime, extension) in new[] { ("linux-x64", ""), ("win-x64", ".exe") })
        {
            var published = Repository.At("artifacts", "publish", runtime);
            Assert.That(Path.Combine(published, "synqup", "synqup" + extension), Does.Exist);
            Assert.That(Path.Combine(published, "synqup-console", "synqup-console" + extension), Does.Exist);
            Assert.That(
                Directory.GetDirectories(Path.Combine(published, "synqup", "plugins")).Select(Path.GetFileName),
                Is.SupersetOf(["adsolut", "generic-folder", "winbooks"]));
            Assert.That(Directory.GetFiles(Path.Combine(published, "synqup", "plugins"), "Synqup.Sdk*", SearchOption.AllDirectories), Is.Empty);
        }
    }

    [Test]
    [Platform("Linux", Reason = "measures with what only Linux has")]
    public async Task The_benchmark_measures_four_programs()
    {
        var run = await RunAsync("./build.sh --target=Benchmark --documents=500 --customers=25 --rounds=1");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.At("artifacts", "benchmark.json")));
        Assert.That(
            report.RootElement.GetProperty("medians").EnumerateArray().Select(one => one.GetProperty("program").GetString()),
            Is.EquivalentTo(["synqup", "rclone", "curl", "limit"]));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string command)
    {
        using var process = Start(command);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private static Process Start(string command)
    {
        var words = command.Split(' ');
        var program = words[0].StartsWith("./", StringComparison.Ordinal) ? Repository.At(words[0]) : words[0];
        return Process.Start(new ProcessStartInfo(program, words[1..])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
