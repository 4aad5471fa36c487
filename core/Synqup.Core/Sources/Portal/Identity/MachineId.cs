using System.IO.Abstractions;
using Microsoft.Win32;

namespace Synqup.Core.Sources.Portal.Identity;

/// <summary>The operating system's own identity.</summary>
internal static class MachineId
{
    /// <summary>Null where there is none, as in many containers: then only the data folder tells instances apart.</summary>
    public static string? Read(IFileSystem files)
    {
        if (OperatingSystem.IsWindows())
            return Registry.GetValue(@"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Cryptography", "MachineGuid", null) as string;
        try
        {
            return files.File.ReadAllText("/etc/machine-id").Trim() is { Length: > 0 } id ? id : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
