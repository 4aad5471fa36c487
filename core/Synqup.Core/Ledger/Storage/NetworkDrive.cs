using System.Text.RegularExpressions;

namespace Synqup.Core.Ledger.Storage;

/// <summary>Tells whether a path is on another machine, where SQLite's locks and flushes cannot be relied on.</summary>
internal static partial class NetworkDrive
{
    private static readonly HashSet<string> RemoteTypes = new(StringComparer.Ordinal)
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "drvfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2",
        "prl_fs", "smb", "smb2", "smb3", "smbfs", "sshfs", "vboxsf", "virtiofs", "vmhgfs",
        "fuse.ceph", "fuse.curlftpfs", "fuse.davfs", "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.goofys", "fuse.gvfsd-fuse", "fuse.mount.davfs", "fuse.nfs",
        "fuse.prl_fsd", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse",
    };

    /// <returns>What kind of network drive it is on; null when it is on this machine.</returns>
    public static string? Find(string path)
    {
        if (OperatingSystem.IsWindows())
            return FindOnWindows(path, root => new DriveInfo(root).DriveType);
        return File.Exists("/proc/self/mountinfo") ? FindInMounts(WithoutLinks(path), File.ReadAllText("/proc/self/mountinfo")) : null;
    }

    internal static string? FindOnWindows(string path, Func<string, DriveType> driveType)
    {
        if (path.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase) || (path.StartsWith(@"\\", StringComparison.Ordinal) && path is not [_, _, '?' or '.', '\\', ..]))
            return "a network share";
        var drive = path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path[4..] : path;
        return drive is [_, ':', ..] && driveType(drive[..2] + "\\") == DriveType.Network ? $"the network drive {drive[..2]}" : null;
    }

    /// <param name="mounts">The content of <c>/proc/self/mountinfo</c>: the mount point is the fifth field, the type the first after <c> - </c>.</param>
    internal static string? FindInMounts(string path, string mounts)
    {
        var (longest, type) = ("", "");
        foreach (var line in mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2 || halves[0].Split(' ') is not [_, _, _, _, var point, ..])
                continue;
            point = OctalEscape().Replace(point, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString());
            // A later mount on the same point hides the earlier one.
            if (point.Length >= longest.Length && (path + "/").StartsWith(point.TrimEnd('/') + "/", StringComparison.Ordinal))
                (longest, type) = (point, halves[1].Split(' ')[0]);
        }

        return RemoteTypes.Contains(type) ? $"a network drive ({type} at {longest})" : null;
    }

    private static string WithoutLinks(string path)
    {
        var resolved = "/";
        foreach (var segment in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, segment);
            resolved = Path.Exists(next) && Directory.ResolveLinkTarget(next, returnFinalTarget: true) is { } target ? WithoutLinks(target.FullName) : next;
        }

        return resolved;
    }

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex OctalEscape();
}
