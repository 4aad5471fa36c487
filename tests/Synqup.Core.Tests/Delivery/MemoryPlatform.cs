using System.IO.Abstractions.TestingHelpers;
using Synqup.Core.Delivery;

namespace Synqup.Core.Tests.Delivery;

/// <summary>A machine without a disk: what the portable half does, on files in memory.</summary>
internal sealed class MemoryPlatform(MockFileSystem files) : PortablePlatform(files)
{
    private readonly HashSet<string> _locks = [];

    public override string BootId => "memory";

    public override bool MountsOverFolders => true;

    public override FolderStamp Stamp(string folder) =>
        Files.Directory.Exists(folder) ? new(folder, "memory", IsLocal: true) : throw new DirectoryNotFoundException(folder);

    public override bool CreateFolder(string folder)
    {
        if (Files.Directory.Exists(folder))
            return false;
        if (!Files.Directory.Exists(Path.GetDirectoryName(folder)))
            throw new DirectoryNotFoundException(folder);
        Files.Directory.CreateDirectory(folder);
        return true;
    }

    public override bool TryRename(string from, string to)
    {
        lock (_locks)
        {
            if (Files.File.Exists(to))
                return false;
            Files.File.Move(from, to);
            return true;
        }
    }

    public override void FlushFolder(string folder)
    {
    }

    public override IVolumeFlush? WatchVolume(string folder) => null;

    public override ILockFile? TryLock(string path)
    {
        lock (_locks)
            return _locks.Add(path) ? new Held(() => _locks.Remove(path)) : null;
    }

    private sealed class Held(Func<bool> release) : ILockFile
    {
        public bool IsHeld() => true;

        public void Dispose() => release();
    }
}
