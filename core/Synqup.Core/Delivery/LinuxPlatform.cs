using System.Globalization;
using System.IO.Abstractions;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Synqup.Core.Delivery;

/// <summary>The primitives of Linux.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxPlatform(IFileSystem files) : PortablePlatform(files)
{
    private const int EPERM = 1, ENOENT = 2, EACCES = 13, EEXIST = 17, EINVAL = 22, EWOULDBLOCK = 11, ENOSYS = 38, EOPNOTSUPP = 95;

    public override string BootId { get; } = files.File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    public override bool MountsOverFolders => true;

    public override bool IsThere(string path)
    {
        // Not blocking, so that a pipe somebody put there does not hold the agent.
        using var handle = LinuxCalls.Open(path, LinuxCalls.ReadOnly | LinuxCalls.CloseOnExec | LinuxCalls.NonBlocking);
        if (!handle.IsInvalid)
            return true;
        var error = LinuxCalls.LastError;
        return error == ENOENT ? false : throw Failed(error, path);
    }

    /// <summary>
    /// Inode and birth time stay the same over restarts, which the device number does not. FUSE file systems invent inodes, and
    /// folders there have no identity: the marker has to do.
    /// </summary>
    public override FolderStamp Stamp(string folder)
    {
        Check(LinuxCalls.StatX(LinuxCalls.CurrentFolder, folder, 0, LinuxCalls.InodeAndBirth, out var stat), folder);
        Check(LinuxCalls.StatFs(folder, out var volume), folder);
        var birth = (stat.Mask & LinuxCalls.Birth) != 0 ? string.Create(CultureInfo.InvariantCulture, $"-{stat.BirthSeconds:x}.{stat.BirthNanoseconds:x}") : "";
        var identity = volume.Type == LinuxVolumes.Fuse ? "" : string.Create(CultureInfo.InvariantCulture, $"{stat.Inode:x}{birth}");
        return new(identity, string.Create(CultureInfo.InvariantCulture, $"{stat.DeviceMajor}:{stat.DeviceMinor}"), LinuxVolumes.IsLocal(volume.Type));
    }

    public override VolumeSpace? SpaceOf(string folder)
    {
        Check(LinuxCalls.StatFs(folder, out var volume), folder);
        return new((long)volume.Available * volume.BlockSize, (long)volume.Blocks * volume.BlockSize);
    }

    public override bool CreateFolder(string folder)
    {
        if (LinuxCalls.MakeFolder(folder, 0x1FF) == 0)
            return true;
        var error = LinuxCalls.LastError;
        return error == EEXIST ? false : throw Failed(error, folder);
    }

    /// <summary>Open, write, close: a FileStream makes twice as many calls, for every single document.</summary>
    public override IStagedFile CreateFile(string path)
    {
        var handle = LinuxCalls.Open(path, LinuxCalls.WriteOnly | LinuxCalls.Create | LinuxCalls.Exclusive | LinuxCalls.CloseOnExec, 0x1B6);
        return handle.IsInvalid ? throw Failed(LinuxCalls.LastError, path) : new NewFile(handle, path);
    }

    public override bool TryRename(string from, string to)
    {
        if (LinuxCalls.Rename(LinuxCalls.CurrentFolder, from, LinuxCalls.CurrentFolder, to, LinuxCalls.NoReplace) == 0)
            return true;
        return LinuxCalls.LastError switch
        {
            EEXIST => false,
            EINVAL or ENOSYS or EOPNOTSUPP => CheckThenRename(from, to),
            var error => throw Failed(error, to),
        };
    }

    public override void Replace(string from, string to) =>
        Check(LinuxCalls.Rename(LinuxCalls.CurrentFolder, from, LinuxCalls.CurrentFolder, to, 0), to);

    public override void FlushFile(string path) => FlushAt(path);

    public override void FlushFolder(string folder) => FlushAt(folder);

    public override IVolumeFlush? WatchVolume(string folder)
    {
        Check(LinuxCalls.StatFs(folder, out var volume), folder);
        if (!LinuxVolumes.IsLocal(volume.Type))
            return null;
        var handle = LinuxCalls.Open(folder, LinuxCalls.ReadOnly | LinuxCalls.CloseOnExec);
        return handle.IsInvalid ? throw Failed(LinuxCalls.LastError, folder) : new VolumeFlush(handle, folder);
    }

    public override ILockFile? TryLock(string path)
    {
        // Not through .NET, whose own lock on every file it opens would be taken for somebody else's.
        var handle = LinuxCalls.Open(path, LinuxCalls.ReadWrite | LinuxCalls.Create | LinuxCalls.CloseOnExec, 0x1B6);
        if (handle.IsInvalid)
            throw Failed(LinuxCalls.LastError, path);
        if (LinuxCalls.Lock(handle, LinuxCalls.ExclusiveAtOnce) == 0)
            return new LockFile(handle, path);
        var error = LinuxCalls.LastError;
        handle.Dispose();
        return error == EWOULDBLOCK ? null : throw Failed(error, path);
    }

    /// <summary>For file systems without the flag. What comes in between can only be another program's: agents are kept apart by the root's lock.</summary>
    internal bool CheckThenRename(string from, string to)
    {
        if (LinuxCalls.StatX(LinuxCalls.CurrentFolder, to, LinuxCalls.NotFollowing, LinuxCalls.InodeAndBirth, out _) == 0)
            return false;
        if (LinuxCalls.LastError is var error and not ENOENT)
            throw Failed(error, to);
        Replace(from, to);
        return true;
    }

    private static void FlushAt(string path)
    {
        using var handle = LinuxCalls.Open(path, LinuxCalls.ReadOnly | LinuxCalls.CloseOnExec);
        if (handle.IsInvalid)
            throw Failed(LinuxCalls.LastError, path);
        Check(LinuxCalls.Flush(handle), path);
    }

    private static void Check(int result, string path)
    {
        if (result != 0)
            throw Failed(LinuxCalls.LastError, path);
    }

    private static Exception Failed(int error, string path)
    {
        var text = $"{LinuxCalls.Describe(error)} ({path}).";
        return error switch
        {
            ENOENT => new FileNotFoundException(text, path),
            EPERM or EACCES => new UnauthorizedAccessException(text),
            _ => new IOException(text, error),
        };
    }

    private sealed class NewFile(SafeFileHandle handle, string path) : IStagedFile
    {
        private long _written;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(handle, bytes, _written);
            _written += bytes.Length;
        }

        public void Flush() => Check(LinuxCalls.Flush(handle), path);

        public void Dispose() => handle.Dispose();
    }

    private sealed class VolumeFlush(SafeFileHandle handle, string folder) : IVolumeFlush
    {
        public void Flush() => Check(LinuxCalls.FlushVolume(handle), folder);

        public void Dispose() => handle.Dispose();
    }

    private sealed class LockFile(SafeFileHandle handle, string path) : ILockFile
    {
        public bool IsHeld() =>
            LinuxCalls.StatX(handle, "", LinuxCalls.EmptyPath, LinuxCalls.InodeAndBirth, out var held) == 0
            && LinuxCalls.StatX(LinuxCalls.CurrentFolder, path, 0, LinuxCalls.InodeAndBirth, out var there) == 0
            && (held.Inode, held.DeviceMajor, held.DeviceMinor) == (there.Inode, there.DeviceMajor, there.DeviceMinor);

        public void Dispose() => handle.Dispose();
    }
}
