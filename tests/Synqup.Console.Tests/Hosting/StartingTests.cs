using System.Diagnostics;
using System.Text.Json;
using Synqup.Console.Hosting;
using Synqup.Console.Tests.Running;

namespace Synqup.Console.Tests.Hosting;

internal sealed class StartingTests
{
    [TestCase("http://0.0.0.0:80", "in the clear")]
    [TestCase("http://console.example.be", "in the clear")]
    [TestCase("ftp://127.0.0.1", "not an address")]
    [TestCase("", "not an address")]
    public void Plain_http_beyond_this_machine_is_refused(string urls, string reason) =>
        Assert.That(SettingsCheck.Problems(new() { Urls = urls }).Single(), Does.StartWith("Urls:").And.Contain(reason));

    [TestCase("http://127.0.0.1:0;http://[::1]:0;http://localhost:5000")]
    [TestCase("https://0.0.0.0:443")]
    public void Loopback_and_https_are_accepted(string urls) => Assert.That(SettingsCheck.Problems(new() { Urls = urls }), Is.Empty);

    [Test]
    public void All_problems_are_said_at_once() => Assert.That(
        SettingsCheck.Problems(new() { Urls = "x", PublicUrl = "http://far.example", HeartbeatSeconds = 0, Limits = new() { Burst = 0, CallsPerSecond = 0, SignInsPerMinute = 0, UploadMebibytes = 0 } }),
        Has.Count.EqualTo(7));

    [Test]
    public void A_key_that_is_not_known_is_an_error_that_names_it()
    {
        var folder = RunningConsole.NewFolder();
        File.WriteAllText(Path.Combine(folder, SettingsReader.FileName), """{"HeartbeatSecond": 5}""");

        Assert.That(() => SettingsReader.Read(folder, new Dictionary<string, string?>()), Throws.TypeOf<SettingsException>().With.Message.Contains("HeartbeatSecond"));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task The_program_makes_an_office_runs_on_a_fresh_folder_and_stops_on_request()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Sends SIGTERM.");
        var folder = Path.Combine(RunningConsole.NewFolder(), "not there yet");
        var (created, output, _) = await RunAsync("office", "create", "Kantoor", "--json", "--data", folder);
        using var program = Start("run", "--data", folder, "--urls", "http://127.0.0.1:0");
        var listening = await program.StandardOutput.ReadLineAsync();
        var (second, _, complaint) = await RunAsync("run", "--data", folder, "--urls", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = new Uri(listening!["Listening: ".Length..]) };
        var office = JsonSerializer.Deserialize<JsonElement>(output);

        var token = await RunningConsole.TokenAsync(client, office.GetProperty("clientId").GetString()!, office.GetProperty("clientSecret").GetString()!, "synqup.office");
        using (var kill = Process.Start("kill", ["-TERM", program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await program.WaitForExitAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created, Is.Zero);
            Assert.That(token, Is.Not.Empty);
            Assert.That(second, Is.EqualTo(1));
            Assert.That(complaint, Does.Contain("Another Console runs"));
            Assert.That(program.ExitCode, Is.Zero);
            Assert.That(await program.StandardOutput.ReadToEndAsync(), Does.Contain("Stopped."));
        }

        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Test]
    public async Task Wrong_settings_end_the_program_with_2()
    {
        var folder = RunningConsole.NewFolder();

        var (exit, _, error) = await RunAsync("run", "--data", folder, "--urls", "http://0.0.0.0:1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.EqualTo(2));
            Assert.That(error, Does.Contain("Urls:"));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        return (program.ExitCode, await output, await error);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [typeof(ConsoleApplication).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
