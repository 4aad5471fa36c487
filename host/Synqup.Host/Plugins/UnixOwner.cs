using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Synqup.Host.Plugins;

/// <summary>Who owns a file, which .NET does not tell.</summary>
internal static partial class UnixOwner
{
    private const int CurrentFolder = -100;
    private const uint UidField = 8;
    private const int UidOffset = 20;
    private const int StatxSize = 256;

    /// <summary>User number of the owner; null where it cannot be known.</summary>
    public static uint? Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;

        // statx has the same layout on every architecture, which stat has not.
        Span<byte> result = stackalloc byte[StatxSize];
        return StatX(CurrentFolder, path, 0, UidField, result) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(result[UidOffset..]) : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> result);
}
