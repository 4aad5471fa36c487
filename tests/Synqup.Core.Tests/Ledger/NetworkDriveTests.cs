using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Tests.Ledger;

internal sealed class NetworkDriveTests
{
    private const string Mounts =
        """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        40 22 0:35 / /mnt/share rw,relatime shared:2 - cifs //server/share rw
        41 22 0:36 / /mnt/nfs rw - nfs4 server:/export rw
        42 22 0:37 / /mnt/with\040blank rw - fuse.sshfs user@server:/ rw
        43 40 8:2 / /mnt/share/local rw - xfs /dev/sdb1 rw
        44 22 0:38 / /mnt/windows rw - fuseblk /dev/sdc1 rw
        45 22 0:39 / /mnt/twice rw - ext4 /dev/sdd1 rw
        46 45 0:40 / /mnt/twice rw - smb3 //server/other rw
        47 22 0:41 / /mnt/c rw - 9p drvfs rw
        """;

    [TestCase("/var/lib/synqup/ledger.db", null)]
    [TestCase("/mnt/share/synqup/ledger.db", "cifs")]
    [TestCase("/mnt/shared/ledger.db", null)]
    [TestCase("/mnt/nfs/ledger.db", "nfs4")]
    [TestCase("/mnt/with blank/ledger.db", "fuse.sshfs")]
    [TestCase("/mnt/share/local/ledger.db", null)]
    [TestCase("/mnt/windows/ledger.db", null)]
    [TestCase("/mnt/twice/ledger.db", "smb3")]
    [TestCase("/mnt/c/ledger.db", "9p")]
    public void A_path_is_on_the_innermost_mount_that_holds_it(string path, string? type)
    {
        var found = NetworkDrive.FindInMounts(path, Mounts);

        Assert.That(found, type is null ? Is.Null : Does.Contain(type));
    }

    [TestCase(@"\\server\share\ledger.db", true)]
    [TestCase(@"\\?\UNC\server\share\ledger.db", true)]
    [TestCase(@"K:\synqup\ledger.db", true)]
    [TestCase(@"\\?\K:\synqup\ledger.db", true)]
    [TestCase(@"C:\ProgramData\Synqup\ledger.db", false)]
    [TestCase(@"\\?\C:\ProgramData\Synqup\ledger.db", false)]
    public void On_Windows_shares_and_mapped_drives_are_network_drives(string path, bool isNetwork) =>
        Assert.That(NetworkDrive.FindOnWindows(path, root => root == @"K:\" ? DriveType.Network : DriveType.Fixed), isNetwork ? Is.Not.Null : Is.Null);

    [Test]
    public void A_temporary_folder_of_this_machine_is_local() =>
        Assert.That(NetworkDrive.Find(Path.Combine(Path.GetTempPath(), "ledger.db")), Is.Null);
}
