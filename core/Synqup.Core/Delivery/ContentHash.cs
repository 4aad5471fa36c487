using System.Security.Cryptography;

namespace Synqup.Core.Delivery;

/// <summary>Reads files to tell whose bytes they hold.</summary>
internal static class ContentHash
{
    /// <summary>Of no bytes at all.</summary>
    public static string OfNothing { get; } = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Whether a file that is there holds these bytes. One that cannot be read for want of rights does not: ours can.</summary>
    public static bool Holds(IPlatform platform, string path, long size, string sha256)
    {
        try
        {
            return OwnHolds(platform, path, size, sha256);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same of a file that is certainly ours: where it cannot be read, nothing is known of it.</summary>
    public static bool OwnHolds(IPlatform platform, string path, long size, string sha256)
    {
        using var stream = platform.OpenRead(path);
        return stream.Length == size && Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256;
    }
}
