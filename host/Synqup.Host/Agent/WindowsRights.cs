using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Synqup.Host.Agent;

/// <summary>Rights of the data folder on Windows: the service, administrators, and whoever made it.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsRights
{
    /// <summary>Makes the folder so that it inherits nothing; one that is there keeps the rights that an administrator gave it.</summary>
    public static void CreatePrivateFolder(string path)
    {
        if (Directory.Exists(path)) return;

        var rights = new DirectorySecurity();
        rights.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        using var self = WindowsIdentity.GetCurrent();
        foreach (var identity in new[] { new SecurityIdentifier(WellKnownSidType.LocalSystemSid, null), new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, null), self.User! }.Distinct())
        {
            rights.AddAccessRule(new FileSystemAccessRule(
                identity, FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        }

        rights.CreateDirectory(path);
    }
}
