using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Synqup.Core.Delivery;

/// <summary>System calls that .NET has no name for. Numbers and layouts are those of 64-bit Linux, the same on x64 and Arm.</summary>
internal static partial class LinuxCalls
{
    public const int CurrentFolder = -100;
    public const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Exclusive = 0x80, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const int NoReplace = 1;
    public const int NotFollowing = 0x100, EmptyPath = 0x1000;
    public const uint InodeAndBirth = 0x100 | Birth, Birth = 0x800;
    public const int ExclusiveAtOnce = 2 | 4;

    public static int LastError => Marshal.GetLastPInvokeError();

    public static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolder(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Flush(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    public static partial int FlushVolume(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(int folder, string path, int flags, uint mask, out FileState state);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(SafeFileHandle folder, string path, int flags, uint mask, out FileState state);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatFs(string path, out VolumeState state);

    /// <summary>The part of <c>struct statx</c> that is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileState
    {
        [FieldOffset(0)] public uint Mask;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(80)] public long BirthSeconds;
        [FieldOffset(88)] public uint BirthNanoseconds;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }

    /// <summary>The part of <c>struct statfs</c> that is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct VolumeState
    {
        [FieldOffset(0)] public long Type;
        [FieldOffset(16)] public ulong Blocks;
        [FieldOffset(32)] public ulong Available;
        [FieldOffset(72)] public long BlockSize;
    }
}
