using System.Globalization;

namespace Synqup.Benchmarks;

/// <summary>A program that brings the documents of the corpus into a folder.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>Delivers everything into an empty folder.</summary>
    /// <returns>What it used, and how long the delivery itself took.</returns>
    Task<(ProcessUse Use, TimeSpan Delivery)> DeliverAsync(string target, CancellationToken cancellationToken);
}

/// <summary><c>rclone copy</c> with sixteen transfers: hashes nothing, flushes nothing, remembers nothing.</summary>
/// <param name="server">Serves the corpus.</param>
internal sealed class RcloneContender(Uri server) : IContender
{
    public string Name => "rclone";

    public async Task<(ProcessUse Use, TimeSpan Delivery)> DeliverAsync(string target, CancellationToken cancellationToken)
    {
        var use = await ChildProcess.RunAsync(
            "rclone", ["copy", ":http:", target, "--http-url", server.ToString(), "--transfers", "16", "--config", "/dev/null"], cancellationToken);
        return (use, use.Wall);
    }
}

/// <summary><c>curl --parallel</c> with sixteen transfers and a list of what to fetch.</summary>
/// <param name="list">A file that is made: an address and an output for each document.</param>
internal sealed class CurlContender(Uri server, Corpus corpus, string list) : IContender
{
    public string Name => "curl";

    public async Task<(ProcessUse Use, TimeSpan Delivery)> DeliverAsync(string target, CancellationToken cancellationToken)
    {
        await File.WriteAllLinesAsync(
            list, corpus.Files.SelectMany(file => new[] { $"url = \"{new Uri(server, file.Path)}\"", $"output = \"{Path.Combine(target, file.Path)}\"" }), cancellationToken);
        var use = await ChildProcess.RunAsync(
            "curl", ["--silent", "--show-error", "--fail", "--parallel", "--parallel-max", "16", "--create-dirs", "--config", list], cancellationToken);
        return (use, use.Wall);
    }
}

/// <summary>Only writes, flushes in batches and renames.</summary>
internal sealed class LimitContender(Corpus corpus) : IContender
{
    public string Name => "limit";

    public async Task<(ProcessUse Use, TimeSpan Delivery)> DeliverAsync(string target, CancellationToken cancellationToken)
    {
        var use = await ChildProcess.RunAsync(Environment.ProcessPath!, ["limit", corpus.Folder, target], cancellationToken);
        return (use, TimeSpan.FromSeconds(double.Parse(use.Output, CultureInfo.InvariantCulture)));
    }
}
