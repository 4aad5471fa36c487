using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Synqup.Host.Plugins;

/// <summary>Plugins run with the rights of the service, so whoever can write to their folder owns the machine.</summary>
internal static class FolderTrust
{
    /// <returns>What is wrong and what to do; null when only administrators, or the user that runs this, can write there.</returns>
    public static string? Problem(string path, bool recursive) =>
        Writable(path)
        ?? (recursive ? Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Select(Writable).FirstOrDefault(one => one is not null) : null);

    private static string? Writable(string path) => OperatingSystem.IsWindows() ? WritableOnWindows(path) : WritableOnUnix(path);

    [UnsupportedOSPlatform("windows")]
    private static string? WritableOnUnix(string path)
    {
        if (File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && Writable(target.FullName) is { } problem) return problem;

        var mode = File.GetUnixFileMode(path);
        if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
        {
            return $"{path} can be written to by others than its owner, and plugins run with the rights of the agent. Run: chmod -R go-w '{path}'";
        }

        var owner = UnixOwner.Of(path);
        return owner is null or 0 || owner == UnixOwner.EffectiveUser()
            ? null
            : $"{path} belongs to another user (number {owner}), and plugins run with the rights of the agent. Run: chown -R root '{path}'";
    }

    [SupportedOSPlatform("windows")]
    private static string? WritableOnWindows(string path)
    {
        const FileSystemRights Writing = FileSystemRights.WriteData | FileSystemRights.AppendData | FileSystemRights.Delete
            | FileSystemRights.DeleteSubdirectoriesAndFiles | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership;
        FileSystemSecurity security = Directory.Exists(path) ? new DirectoryInfo(path).GetAccessControl() : new FileInfo(path).GetAccessControl();
        using var self = WindowsIdentity.GetCurrent();
        var other = security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>()
            .Where(rule => rule.AccessControlType == AccessControlType.Allow && (rule.FileSystemRights & Writing) != 0)
            .Select(rule => (SecurityIdentifier)rule.IdentityReference)
            .FirstOrDefault(identity => !IsAdministrative(identity) && identity != self.User);
        return other is null
            ? null
            : $"{path} can be written to by others than administrators ({other.Value}), and plugins run with the rights of the agent. Run: icacls \"{path}\" /inheritance:r /grant *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX";
    }

    [SupportedOSPlatform("windows")]
    private static bool IsAdministrative(SecurityIdentifier identity) =>
        identity.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid) || identity.IsWellKnown(WellKnownSidType.LocalSystemSid)
        || identity.IsWellKnown(WellKnownSidType.CreatorOwnerSid)
        || identity.Value.StartsWith("S-1-5-80-956008885-", StringComparison.Ordinal);
}
