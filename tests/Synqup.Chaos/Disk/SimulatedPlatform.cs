using Synqup.Core.Delivery;

namespace Synqup.Chaos.Disk;

/// <summary>The simulated volumes as one process of the agent sees them. Each call may fail, or be the last one.</summary>
/// <param name="volumes">Where each path is.</param>
/// <param name="bootId">Of this start of the machine.</param>
/// <param name="touch">Runs around each call; throws what the disk does.</param>
internal class SimulatedPlatform(IReadOnlyList<SimulatedVolume> volumes, string bootId, IDiskTouch touch) : IPlatform
{
    private readonly List<Lock> _locks = [];

    public string BootId => bootId;

    public bool MountsOverFolders => true;

    public virtual bool IsThere(string path) => Call("IsThere", path, v => v.Find(path) is not null);

    public bool IsFolderThere(string folder) => Call("IsFolderThere", folder, v => v.Find(folder) is FolderNode);

    public FolderStamp Stamp(string folder) => Call("Stamp", folder, v => new FolderStamp($"{v.Mount}-{Folder(v, folder).Identity:x}", v.Mount, v.IsLocal));

    public bool CreateFolder(string folder) => Call("CreateFolder", folder, v =>
    {
        if (v.Find(folder) is not null)
            return false;
        v.Set(folder, v.NewFolder());
        return true;
    });

    public void Hide(string folder)
    {
    }

    public virtual IReadOnlyList<string> FilesIn(string folder) =>
        Call("FilesIn", folder, v => (IReadOnlyList<string>)[.. Folder(v, folder).Names.Values.Where(n => n.Now is FileNode).Select(n => n.Text)]);

    public bool IsEmptyBut(string folder, string name) =>
        Call("IsEmptyBut", folder, v => Folder(v, folder).Names.Values.All(n => n.Now is null || string.Equals(n.Text, name, StringComparison.OrdinalIgnoreCase)));

    public IStagedFile CreateFile(string path) => Call("CreateFile", path, v =>
    {
        if (v.Find(path) is not null)
            throw new IOException($"{path} is there already.", OperatingSystem.IsWindows() ? unchecked((int)0x80070050) : 17);
        var file = v.NewFile();
        v.Set(path, file);
        return new OpenFile(this, path, file);
    });

    public Stream OpenRead(string path) => Call("OpenRead", path, v => (Stream)new MemoryStream(Readable(v, path).Bytes.ToArray(), writable: false));

    public void Append(string path, string text) => Call("Append", path, v =>
    {
        if (v.Find(path) is not FileNode file)
            v.Set(path, file = v.NewFile());
        v.Write(file, System.Text.Encoding.UTF8.GetBytes(text));
        return true;
    });

    public void Delete(string path) => Call("Delete", path, v =>
    {
        if (v.Find(path) is FileNode file)
        {
            Free(file, path);
            v.Set(path, null);
        }
        return true;
    });

    public virtual bool TryRename(string from, string to) => Call("TryRename", to, v =>
    {
        var file = File(v, from);
        Free(file, from);
        if (v.Find(to) is not null)
            return false;
        v.Rename(from, to);
        touch.Renamed(to, file);
        return true;
    });

    public void Replace(string from, string to) => Call("Replace", to, v =>
    {
        var file = File(v, from);
        var replaced = v.Find(to);
        v.Rename(from, to);
        touch.Replaced(to, file, replaced as FileNode);
        return true;
    });

    public void FlushFile(string path) => Flush("FlushFile", path, v => Flush(Readable(v, path)), v => Readable(v, path).FailToFlush());

    public virtual void FlushFolder(string folder) => Flush("FlushFolder", folder, v => v.Flush(Folder(v, folder)), _ => { });

    public IVolumeFlush? WatchVolume(string folder) => Call("WatchVolume", folder, v =>
    {
        _ = Folder(v, folder);
        return v.IsLocal ? new VolumeFlush(this, folder) : null;
    });

    public ILockFile? TryLock(string path)
    {
        Lock? held = null;
        try
        {
            return Call("TryLock", path, v =>
            {
                if (v.Find(path) is not FileNode file)
                    v.Set(path, file = v.NewFile());
                if (file.Holder is not null)
                    return null;
                _locks.Add(held = new Lock(v, path, file));
                return held;
            });
        }
        catch (IOException)
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>What the end of a process does.</summary>
    public void ReleaseLocks() => _locks.ForEach(l => l.Dispose());

    /// <summary>All of a volume at once; apart, since a fault of the protocol may leave out one of the two.</summary>
    protected virtual void Flush(SimulatedVolume volume)
    {
        volume.FlushFiles();
        volume.FlushNames();
    }

    protected virtual void Flush(FileNode file) => file.Flush();

    private static FileNode File(SimulatedVolume volume, string path) =>
        volume.Find(path) as FileNode ?? throw new FileNotFoundException($"There is no file {path}.", path);

    private static FolderNode Folder(SimulatedVolume volume, string path) =>
        volume.Find(path) as FolderNode ?? throw new DirectoryNotFoundException($"There is no folder {path}.");

    private static FileNode Readable(SimulatedVolume volume, string path)
    {
        var file = File(volume, path);
        Free(file, path);
        return file;
    }

    private static void Free(FileNode file, string path)
    {
        if (file.Holder is not null)
            throw Errors.Of(DiskError.Held, path);
    }

    private T Call<T>(string name, string path, Func<SimulatedVolume, T> call)
    {
        var volume = Volume(path);
        touch.Before(name, path);
        var result = call(volume);
        touch.After(name, path);
        return result;
    }

    private void Flush(string name, string path, Action<SimulatedVolume> flush, Action<SimulatedVolume> failed)
    {
        var volume = Volume(path);
        try
        {
            touch.Before(name, path);
        }
        catch (IOException)
        {
            failed(volume);
            throw;
        }
        flush(volume);
        touch.After(name, path);
    }

    private SimulatedVolume Volume(string path)
    {
        foreach (var volume in volumes)
        {
            if (path.StartsWith(volume.Mount, StringComparison.Ordinal) && (path.Length == volume.Mount.Length || path[volume.Mount.Length] == '/'))
                return volume;
        }
        throw new DirectoryNotFoundException($"There is no folder {path}.");
    }

    private sealed class OpenFile(SimulatedPlatform owner, string path, FileNode file) : IStagedFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            var copy = bytes.ToArray();
            owner.Call("Write", path, v =>
            {
                v.Write(file, copy);
                return true;
            });
        }

        public void Flush() => owner.Flush("Flush", path, _ => owner.Flush(file), _ => file.FailToFlush());

        public void Dispose()
        {
        }
    }

    private sealed class VolumeFlush(SimulatedPlatform owner, string folder) : IVolumeFlush
    {
        public void Flush() => owner.Flush("FlushVolume", folder, owner.Flush, v => v.FailToFlush());

        public void Dispose()
        {
        }
    }

    private sealed class Lock : ILockFile
    {
        private readonly SimulatedVolume _volume;
        private readonly string _path;
        private readonly FileNode _file;
        private bool _isHeld = true;

        public Lock(SimulatedVolume volume, string path, FileNode file)
        {
            (_volume, _path, _file) = (volume, path, file);
            _file.Holder = this;
        }

        public bool IsHeld() => _isHeld && _file.Holder == this && _volume.Find(_path) == _file;

        public void Dispose()
        {
            _isHeld = false;
            if (_file.Holder == this)
                _file.Holder = null;
        }
    }
}
