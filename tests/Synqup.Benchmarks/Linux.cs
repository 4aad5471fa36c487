using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Synqup.Benchmarks;

/// <summary>The calls that only Linux has, and on which what is measured here rests.</summary>
internal static partial class Linux
{
    private const int Children = -1;

    /// <summary>User and system time of all ended and awaited children of this process.</summary>
    public static TimeSpan ProcessorTimeOfChildren()
    {
        if (GetResourceUsage(Children, out var usage) != 0)
        {
            throw new Win32Exception();
        }

        return usage.User.ToTimeSpan() + usage.System.ToTimeSpan();
    }

    /// <summary>Writes everything on a volume to the disk.</summary>
    public static void FlushVolume(SafeFileHandle anyFileOnIt)
    {
        if (SyncVolume(anyFileOnIt) != 0)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Writes everything on every volume to the disk, so that no program pays for what an earlier one left.</summary>
    [LibraryImport("libc", EntryPoint = "sync")]
    public static partial void FlushEverything();

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncVolume(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeValue
    {
        public readonly long Seconds;
        public readonly long Microseconds;

        public TimeSpan ToTimeSpan() => TimeSpan.FromSeconds(Seconds) + TimeSpan.FromMicroseconds(Microseconds);
    }

    // Two times and fourteen counters, of which only the times are read.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private readonly struct ResourceUsage
    {
        public readonly TimeValue User;
        public readonly TimeValue System;
    }
}
