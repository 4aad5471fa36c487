using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Synqup.Demo.Programs;

namespace Synqup.EndToEnd.Tests;

/// <summary>The demo as somebody has it on the screen: one of its programs is killed, or it is stopped while it starts.</summary>
internal sealed partial class DemoProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Test]
    public async Task An_agent_that_is_killed_is_started_again_until_it_was_too_often()
    {
        using var folder = new TemporaryFolder();
        await using var demo = Start(out var lines, ["--count", "2", "--output", folder["output"]], []);

        for (var starts = 1; starts <= 6; starts++)
        {
            using var agent = Process.GetProcessById(await NumberAsync(demo, lines, starts == 1 ? Invited() : StartedAgain()));
            agent.Kill();
        }

        await demo.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(demo.ExitCode, Is.EqualTo(2));
            Assert.That(demo.LastLines, Does.Contain("synqup ended with exit code 137").And.Contain("Programs were started again 5 times"));
        }
    }

    [Test]
    public async Task A_Console_that_is_killed_is_started_again_where_the_agent_finds_it()
    {
        using var folder = new TemporaryFolder();
        await using var demo = Start(out var lines, ["--count", "2", "--output", folder["output"]], []);
        var address = Address().Match(await LineAsync(demo, lines, Address().IsMatch)).Groups[1].Value;

        using (var console = Process.GetProcessById(await NumberAsync(demo, lines, InvitedConsole())))
            console.Kill();
        await LineAsync(demo, lines, line => line.StartsWith("The Console ended with exit code 137 and was started again", StringComparison.Ordinal));

        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(address + "openapi/v1.json"));
        Assert.That(answer.IsSuccessStatusCode);
        Assert.That(await demo.StopAsync(Patience), Is.True, demo.LastLines);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a program there cannot be asked to stop by a signal")]
    public async Task Stopped_while_it_starts_it_leaves_no_temporary_data()
    {
        using var folder = new TemporaryFolder();
        await using var demo = Start(out var lines, ["--count", "2"], [new("TMPDIR", folder.Path)]);
        await LineAsync(demo, lines, line => line.StartsWith("Enrolling the agent", StringComparison.Ordinal));
        Assert.That(Directory.GetDirectories(folder.Path, "synqup-demo-*"), Has.Length.EqualTo(1));

        Assert.That(await demo.StopAsync(Patience), Is.True, demo.LastLines);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(demo.ExitCode, Is.Zero, demo.LastLines);
            Assert.That(Directory.GetDirectories(folder.Path, "synqup-demo-*"), Is.Empty);
        }
    }

    private static ChildProgram Start(out ChannelReader<string> lines, string[] arguments, KeyValuePair<string, string>[] environment)
    {
        var said = Channel.CreateUnbounded<string>();
        var demo = ChildProgram.Start(DemoOutcome.Program, arguments, environment);
        demo.Said += line => said.Writer.TryWrite(line);
        lines = said.Reader;
        return demo;
    }

    private static async Task<int> NumberAsync(ChildProgram demo, ChannelReader<string> lines, Regex pattern) =>
        int.Parse(pattern.Match(await LineAsync(demo, lines, pattern.IsMatch)).Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task<string> LineAsync(ChildProgram demo, ChannelReader<string> lines, Predicate<string> wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                if (await lines.ReadAsync(limit.Token) is var line && wanted(line))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException($"The demo did not say so within {Patience.TotalSeconds:0} s. It said last:{Environment.NewLine}{demo.LastLines}");
        }
    }

    [GeneratedRegex(@"kill -9 (\d+)")]
    private static partial Regex Invited();

    [GeneratedRegex(@"kill -9 \d+ or (\d+)")]
    private static partial Regex InvitedConsole();

    [GeneratedRegex(@"(http://127\.0\.0\.1:\d+/)openapi")]
    private static partial Regex Address();

    [GeneratedRegex(@"started again as process (\d+)")]
    private static partial Regex StartedAgain();
}
