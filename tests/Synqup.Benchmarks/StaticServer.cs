using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Synqup.Benchmarks;

/// <summary>Serves a folder as it is, with listings, for the programs that can fetch no more than files.</summary>
internal static class StaticServer
{
    public static async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var server = builder.Build();
        var files = new PhysicalFileProvider(folder);
        server.UseFileServer(new FileServerOptions
        {
            FileProvider = files,
            EnableDirectoryBrowsing = true,
            StaticFileOptions = { ContentTypeProvider = new FileExtensionContentTypeProvider() },
        });
        server.Urls.Add("http://127.0.0.1:0");
        await server.StartAsync(cancellationToken);
        // The first line tells who started this where it listens.
        await Console.Out.WriteLineAsync(server.Urls.Single());
        await server.WaitForShutdownAsync(cancellationToken);
    }
}
