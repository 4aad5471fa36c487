using System.Text;

namespace Synqup.Core.Delivery;

/// <summary>The agent's own small files: whole or not there, and durable when written.</summary>
internal static class OwnFile
{
    /// <summary>Writes a part, flushes it, puts it in place and flushes the folder.</summary>
    public static void Write(IPlatform platform, string path, ReadOnlySpan<byte> content)
    {
        var part = path + ".part";
        platform.Delete(part);
        using (var file = platform.CreateFile(part))
        {
            file.Write(content);
            file.Flush();
        }
        platform.Replace(part, path);
        platform.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Writes, flushes and removes a file, to see that this can be done there.</summary>
    public static void Probe(IPlatform platform, string path)
    {
        platform.Delete(path);
        using (var file = platform.CreateFile(path))
        {
            file.Write("probe"u8);
            file.Flush();
        }
        platform.Delete(path);
    }

    /// <summary>The whole content; null when there is no such file.</summary>
    public static byte[]? Read(IPlatform platform, string path)
    {
        try
        {
            using var stream = platform.OpenRead(path);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.NotFound)
        {
            return null;
        }
    }

    public static string? ReadText(IPlatform platform, string path) => Read(platform, path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
