using System.Globalization;
using System.Text.Json;
using Synqup.Demo.Office;

namespace Synqup.Demo.Programs;

/// <summary>A Console of its own, on this machine only.</summary>
internal sealed class ConsoleProgram : IAsyncDisposable
{
    private const string Remedy = "Run it alone to see more: 'synqup-console run'.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Uploads come from this machine and as fast as it can.
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["SYNQUP_CONSOLE_Limits__CallsPerSecond"] = "100000",
        ["SYNQUP_CONSOLE_Limits__Burst"] = "100000",
        ["SYNQUP_CONSOLE_HeartbeatSeconds"] = "5",
    };

    private readonly ChildProgram _child;

    private ConsoleProgram(ChildProgram child, Uri address) => (_child, Address) = (child, address);

    public Uri Address { get; }

    public ChildProgram Program => _child;

    /// <summary>Makes an office in a data folder, whether or not the Console runs on it.</summary>
    public static async Task<OfficeCredentials> CreateOfficeAsync(string dataFolder, string name, CancellationToken cancellationToken)
    {
        var result = await ChildProgram.RunAsync(BuiltPrograms.Console, ["office", "create", name, "--data", dataFolder, "--json"], Environment, Patience, cancellationToken);
        var output = result.OutputOrThrow("Making an office with synqup-console");
        return JsonSerializer.Deserialize<OfficeCredentials>(output, JsonSerializerOptions.Web)
            ?? throw new DemoException($"synqup-console office create --json answered something else than an office: {output}");
    }

    /// <summary>Starts on a free port; another program may take it first, so a second and a third one are tried.</summary>
    public static async Task<ConsoleProgram> StartAsync(string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = LoopbackPort.Free();
            try
            {
                return await StartAsync(dataFolder, port, time, cancellationToken);
            }
            catch (DemoException) when (attempt < 3 && !LoopbackPort.IsFree(port))
            {
                // Taken between the look and the start: the next one.
            }
        }
    }

    /// <param name="port">Of 127.0.0.1.</param>
    public static async Task<ConsoleProgram> StartAsync(string dataFolder, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        var console = new ConsoleProgram(ChildProgram.Start(BuiltPrograms.Console, ["run", "--data", dataFolder, "--urls", address.GetLeftPart(UriPartial.Authority)], Environment), address);
        try
        {
            await console.WaitUntilItAnswersAsync(time, cancellationToken);
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="DemoException">It has ended.</exception>
    public void ThrowIfExited() => _child.ThrowIfExited(Remedy);

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    private async Task WaitUntilItAnswersAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var start = time.GetTimestamp();
        while (true)
        {
            ThrowIfExited();
            try
            {
                using var answer = await http.GetAsync(".well-known/openid-configuration", cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not there yet.
            }

            if (time.GetElapsedTime(start) > Patience)
                throw new DemoException($"The Console did not answer at {Address} within {Patience.TotalSeconds:0} s. It said last:{System.Environment.NewLine}{_child.LastLines}{System.Environment.NewLine}{Remedy}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
    }
}
