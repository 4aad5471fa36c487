namespace Synqup.Core.Delivery;

/// <summary>Which kinds of volume are this machine's own: there the boot id says what a restart may have undone, and one flush serves all.</summary>
internal static class LinuxVolumes
{
    public const long Fuse = 0x65735546;

    // The numbers of statfs(2): ext2 to ext4, xfs, btrfs, f2fs, zfs, bcachefs, overlay, tmpfs, ramfs. What is not listed counts as a share.
    private static readonly long[] Local = [0xEF53, 0x58465342, 0x9123683E, 0xF2F52010, 0x2FC12FC1, 0xCA451A4E, 0x794C7630, 0x01021994, 0x858458F6];

    public static bool IsLocal(long type) => Array.IndexOf(Local, type & 0xFFFFFFFF) >= 0;
}
