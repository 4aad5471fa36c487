using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Synqup.Console.Access;

/// <summary>Files that only the account of the Console (and, on Windows, administrators) may read.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            CreateOnWindows(path);
        else
            Directory.CreateDirectory(path, Folder);
    }

    public static void WriteFile(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    [SupportedOSPlatform("windows")]
    private static void CreateOnWindows(string path)
    {
        if (Directory.Exists(path))
            return;
        var security = new DirectorySecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (var account in Accounts())
        {
            security.AddAccessRule(new(account, FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        }

        security.CreateDirectory(path);
    }

    [SupportedOSPlatform("windows")]
    private static IEnumerable<SecurityIdentifier> Accounts()
    {
        yield return new(WellKnownSidType.LocalSystemSid, null);
        yield return new(WellKnownSidType.BuiltinAdministratorsSid, null);
        using var self = WindowsIdentity.GetCurrent();
        if (self.User is { } user)
            yield return user;
    }
}
