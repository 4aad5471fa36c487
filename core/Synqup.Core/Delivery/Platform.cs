using System.IO.Abstractions;

namespace Synqup.Core.Delivery;

/// <summary>Chooses the platform of this system.</summary>
internal static class Platform
{
    public static IPlatform ForThisSystem(IFileSystem files) =>
        OperatingSystem.IsWindows() ? new WindowsPlatform(files)
        : OperatingSystem.IsLinux() ? new LinuxPlatform(files)
        : throw new PlatformNotSupportedException("Synqup runs on Windows and on Linux.");
}
