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
    public void Keys_that_are_not_known_and_values_that_cannot_be_read_or_used_are_said_at_once()
    {
        var folder = RunningConsole.NewFolder();
        File.WriteAllText(Path.Combine(folder, SettingsReader.FileName), """{"Bogus": 1, "HeartbeatSeconds": "x", "Urls": "http://0.0.0.0:80", "Limits": {"Burst": [1], "Bust": 2}}""");

        var problems = Assert.Throws<SettingsException>(() => SettingsReader.Read(folder, new Dictionary<string, string?>()))!.Problems;

        Assert.That(problems, Is.EquivalentTo(new[]
        {
            "Bogus: There is no such setting. There are: Urls, PublicUrl, HeartbeatSeconds, Limits.",
            "HeartbeatSeconds: 'x' is not a whole number.",
            "Limits:Burst: This is one whole number.",
            "Limits:Bust: There is no such setting. There are: CallsPerSecond, Burst, SignInsPerMinute, UploadMebibytes.",
            "Urls: 'http://0.0.0.0:80' would send secrets in the clear. Use https, or http on 127.0.0.1 behind a proxy on this machine that speaks https.",
        }));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void A_file_that_is_no_JSON_is_named_with_the_place()
    {
        var folder = RunningConsole.NewFolder();
        File.WriteAllText(Path.Combine(folder, SettingsReader.FileName), "{\n\"Urls\" 5}");

        Assert.That(() => SettingsReader.Read(folder, new Dictionary<string, string?>()), Throws.TypeOf<SettingsException>().With.Message.Contains(folder).And.Message.Contains("LineNumber: 1"));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_port_that_is_taken_is_said_with_what_to_do_and_without_a_stack()
    {
        var folder = RunningConsole.NewFolder();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var (exit, output, error) = await RunAsync("run", "--data", folder, "--urls", $"http://{taken.LocalEndpoint}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.EqualTo(1));
            Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1), error);
            Assert.That(error, Does.Contain($"{taken.LocalEndpoint}").And.Contain("--urls"));
            Assert.That(output, Is.Empty);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task An_office_is_asked_for_only_while_there_is_none_and_no_two_have_one_name()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Sends SIGTERM.");
        var folder = RunningConsole.NewFolder();
        var before = await StartAndStopAsync(folder);
        await RunAsync("office", "create", "Kantoor", "--data", folder);
        var (exit, _, error) = await RunAsync("office", "create", "Kantoor ", "--data", folder);
        var after = await StartAndStopAsync(folder);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Contain("Make an office"));
            Assert.That(exit, Is.EqualTo(2));
            Assert.That(error, Does.Contain("There is an office 'Kantoor' already"));
            Assert.That(after, Does.Contain("Ctrl-C stops.").And.Not.Contain("Make an office"));
        }

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

    private static async Task<string> StartAndStopAsync(string folder)
    {
        using var program = Start("run", "--data", folder, "--urls", "http://127.0.0.1:0");
        var said = "";
        while (!said.Contains("Ctrl-C", StringComparison.Ordinal) && await program.StandardOutput.ReadLineAsync() is { } line)
            said += line + "\n";
        using (var kill = Process.Start("kill", ["-TERM", program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await program.WaitForExitAsync();
        return said;
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
