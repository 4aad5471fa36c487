using Synqup.Console.Hosting;

namespace Synqup.Console.Commands;

internal static class RunningCommand
{
    public static async Task<int> RunAsync(string dataPath, string? urls, TextWriter output, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(dataPath, new Dictionary<string, string?> { ["Urls"] = urls });
        var data = DataFolder.Open(dataPath);
        using var claim = data.Claim();
        await using var app = ConsoleApplication.Build(data, settings);
        await ConsoleApplication.PrepareAsync(app, cancellationToken);
        await app.StartAsync(cancellationToken);
        foreach (var url in app.Urls)
            await output.WriteLineAsync($"Listening: {url}");
        await output.WriteLineAsync($"Data: {data.Path}");
        await output.WriteLineAsync($"API: {app.Urls.First()}/openapi/v1.json");
        await output.WriteLineAsync("Make an office with 'synqup-console office create NAME'. Ctrl-C stops.");
        await output.FlushAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        await output.WriteLineAsync("Stopped.");
        return 0;
    }
}
