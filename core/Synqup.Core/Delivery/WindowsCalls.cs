using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Synqup.Core.Delivery;

/// <summary>System calls that .NET has no name for.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsCalls
{
    public const uint ReplaceExisting = 1, WriteThrough = 8;
    public const uint BackupSemantics = 0x02000000;
    public const int TimeOfDay = 3, TimesSize = 48;

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool MoveFile(string from, string to, uint flags);

    [LibraryImport("kernel32", EntryPoint = "CreateDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CreateDirectory(string path, nint security);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafeFileHandle CreateFile(string path, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetFileInformation(SafeFileHandle handle, out FileInformation information);

    [LibraryImport("kernel32", EntryPoint = "GetDiskFreeSpaceExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetFreeSpace(string folder, out long available, out long total, out long free);

    [LibraryImport("ntdll", EntryPoint = "NtQuerySystemInformation")]
    public static partial int QuerySystemInformation(int kind, out SystemTimes information, int size, out int returned);

    /// <summary>The part of BY_HANDLE_FILE_INFORMATION that is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 52)]
    public struct FileInformation
    {
        [FieldOffset(28)] public uint VolumeSerialNumber;
        [FieldOffset(44)] public uint FileIndexHigh;
        [FieldOffset(48)] public uint FileIndexLow;
    }

    /// <summary>The part of SYSTEM_TIMEOFDAY_INFORMATION that is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = TimesSize)]
    public struct SystemTimes
    {
        [FieldOffset(0)] public long Boot;
        [FieldOffset(32)] public long BootBias;
    }
}
