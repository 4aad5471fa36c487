using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Data;
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
        await ListenAsync(app, settings.Urls, cancellationToken);
        foreach (var url in app.Urls)
            await output.WriteLineAsync($"Listening: {url}");
        await output.WriteLineAsync($"Data: {data.Path}");
        await output.WriteLineAsync($"API: {app.Urls.First()}/openapi/v1.json");
        await output.WriteLineAsync(await HasOfficeAsync(app, cancellationToken) ? "Ctrl-C stops." : "Make an office with 'synqup-console office create NAME'. Ctrl-C stops.");
        await output.FlushAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        await output.WriteLineAsync("Stopped.");
        return 0;
    }

    private static async Task ListenAsync(WebApplication app, string urls, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
        {
            throw new IOException($"The Console cannot listen on {urls}: {exception.Message.TrimEnd('.')}. End the program that uses the address, or choose another one with --urls (port 0 takes a free one).", exception);
        }
    }

    private static async Task<bool> HasOfficeAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ConsoleDb>().Offices.AnyAsync(cancellationToken);
    }
}
