using System.IO.Abstractions;
using System.Text.Json;
using Synqup.Core.Sources.Portal.Identity;

namespace Synqup.Core.Sources.Portal.Limits;

/// <summary>How long the Console of a connection asked to be left alone, kept in a file: a restart must not begin what it asked to end.</summary>
internal sealed class AskedPause(IFileSystem files, string folder, TimeProvider time)
{
    /// <summary>Whoever asks for more means something else, or is broken.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>A shorter one is over before a program has started again.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly string _path = files.Path.Combine(folder, "asked-pause.json");
    private Dictionary<string, (long At, TimeSpan Pause)>? _asked;

    /// <param name="of">What is left alone: a pause of the documents is none of the heartbeats.</param>
    /// <returns>Zero when nothing was asked, or it is over.</returns>
    public TimeSpan Left(string of)
    {
        lock (_lock)
            return LeftOf(of);
    }

    public void Ask(string of, TimeSpan pause)
    {
        lock (_lock)
        {
            if (pause <= LeftOf(of))
                return;
            _asked![of] = (time.GetTimestamp(), pause < Longest ? pause : Longest);
            if (pause >= Kept)
                Keep();
        }
    }

    private TimeSpan LeftOf(string of)
    {
        _asked ??= Read();
        // By the timestamp: while this process lives, nobody can set that clock.
        return _asked.TryGetValue(of, out var asked) && asked.Pause - time.GetElapsedTime(asked.At) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
    }

    private Dictionary<string, (long, TimeSpan)> Read()
    {
        try
        {
            var (at, now) = (time.GetTimestamp(), time.GetUtcNow());
            return PrivateFile.Read(files, _path) is { } content
                ? JsonSerializer.Deserialize(content, PortalJson.Default.DictionaryStringDateTimeOffset)!.ToDictionary(one => one.Key, one => (at, one.Value - now < Longest ? one.Value - now : Longest))
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private void Keep()
    {
        try
        {
            var now = time.GetUtcNow();
            PrivateFile.Write(files, _path, JsonSerializer.SerializeToUtf8Bytes(_asked!.Keys.ToDictionary(of => of, of => now + LeftOf(of)), PortalJson.Default.DictionaryStringDateTimeOffset));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not make a failure of an answer: this process remembers.
        }
    }
}
