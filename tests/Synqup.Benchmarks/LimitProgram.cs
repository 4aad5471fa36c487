using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Synqup.Benchmarks;

/// <summary>
/// What the disk allows at best: nothing but writing, one flush for a batch, renaming, one flush, while the next batch is being
/// written. No network, no hashes, no ledger, nobody to tell.
/// </summary>
internal static class LimitProgram
{
    private const int BatchSize = 256;

    // As many as write at once; more than two gained nothing on two cores.
    private const int Writers = 2;

    /// <summary>Writes the corpus and prints the seconds that this took; reading it beforehand does not count.</summary>
    public static async Task RunAsync(string corpus, string target, CancellationToken cancellationToken)
    {
        var files = Directory.EnumerateFiles(corpus, "*", SearchOption.AllDirectories)
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(file => (Target: Path.Combine(target, Path.GetRelativePath(corpus, file)), Content: File.ReadAllBytes(file)))
            .ToList();

        var clock = Stopwatch.StartNew();
        foreach (var folder in files.Select(file => Path.GetDirectoryName(file.Target)!).Distinct())
        {
            Directory.CreateDirectory(folder);
        }

        var written = Channel.CreateBounded<IReadOnlyList<string>>(1);
        var publishing = Task.Run(() => PublishAsync(target, written.Reader, cancellationToken), cancellationToken);
        foreach (var batch in files.Chunk(BatchSize))
        {
            Parallel.ForEach(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
                file => File.WriteAllBytes(PartOf(file.Target), file.Content));
            await written.Writer.WriteAsync([.. batch.Select(file => file.Target)], cancellationToken);
        }

        written.Writer.Complete();
        await publishing;
        await Console.Out.WriteLineAsync(clock.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task PublishAsync(string target, ChannelReader<IReadOnlyList<string>> batches, CancellationToken cancellationToken)
    {
        using var volume = File.OpenHandle(Path.Combine(target, ".volume"), FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose);
        while (await batches.WaitToReadAsync(cancellationToken))
        {
            while (batches.TryRead(out var batch))
            {
                Linux.FlushVolume(volume);
                foreach (var file in batch)
                {
                    File.Move(PartOf(file), file, overwrite: true);
                }

                Linux.FlushVolume(volume);
            }
        }
    }

    private static string PartOf(string file) => file + ".part";
}
