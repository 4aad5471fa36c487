using System.IO.Abstractions;
using System.Text;

namespace Synqup.Core.Delivery;

/// <summary>What every system does alike, through <see cref="IFileSystem"/>; what it lacks is left to each system.</summary>
internal abstract class PortablePlatform(IFileSystem files) : IPlatform
{
    protected IFileSystem Files => files;

    public abstract string BootId { get; }

    public abstract bool MountsOverFolders { get; }

    public virtual bool IsThere(string path)
    {
        try
        {
            using var stream = files.FileStream.New(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            return true;
        }
        catch (Exception e) when (DiskFailures.Of(e) == DiskFailure.NotFound)
        {
            return false;
        }
    }

    public bool IsFolderThere(string folder)
    {
        try
        {
            _ = files.Directory.EnumerateFileSystemEntries(folder).Any();
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    public abstract FolderStamp Stamp(string folder);

    public virtual VolumeSpace? SpaceOf(string folder) => null;

    public abstract bool CreateFolder(string folder);

    public virtual void Hide(string folder)
    {
    }

    public IReadOnlyList<string> FilesIn(string folder) => [.. files.Directory.EnumerateFiles(folder).Select(f => files.Path.GetFileName(f)!)];

    public bool IsEmptyBut(string folder, string name) =>
        files.Directory.EnumerateFileSystemEntries(folder).All(e => string.Equals(files.Path.GetFileName(e), name, StringComparison.OrdinalIgnoreCase));

    public virtual IStagedFile CreateFile(string path) => new StreamedFile(files.FileStream.New(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1));

    public Stream OpenRead(string path) => files.FileStream.New(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);

    public void Append(string path, string text)
    {
        using var stream = files.FileStream.New(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    public void Delete(string path)
    {
        try
        {
            files.File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // No folder, no file.
        }
    }

    public abstract bool TryRename(string from, string to);

    public virtual void Replace(string from, string to) => files.File.Move(from, to, overwrite: true);

    public virtual void FlushFile(string path)
    {
        // Windows flushes through a handle that may write only.
        using var stream = files.FileStream.New(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
        stream.Flush(flushToDisk: true);
    }

    public abstract void FlushFolder(string folder);

    public abstract IVolumeFlush? WatchVolume(string folder);

    public abstract ILockFile? TryLock(string path);

    private sealed class StreamedFile(FileSystemStream stream) : IStagedFile
    {
        public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

        public void Flush() => stream.Flush(flushToDisk: true);

        public void Dispose() => stream.Dispose();
    }
}
