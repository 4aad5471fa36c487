using Synqup.Core.Delivery;

namespace Synqup.Core.Tests.Delivery;

/// <summary>Passes every call on, after saying which one it is: the place where tests make disks fail, slow or different.</summary>
internal class PlatformWrapper(IPlatform inner) : IPlatform
{
    private readonly List<ILockFile> _locks = [];

    public virtual string BootId => inner.BootId;

    public virtual bool MountsOverFolders => inner.MountsOverFolders;

    public bool IsThere(string path) => Call(nameof(IsThere), path, () => inner.IsThere(path));

    public bool IsFolderThere(string folder) => Call(nameof(IsFolderThere), folder, () => inner.IsFolderThere(folder));

    public virtual FolderStamp Stamp(string folder) => Call(nameof(Stamp), folder, () => inner.Stamp(folder));

    public virtual VolumeSpace? SpaceOf(string folder) => inner.SpaceOf(folder);

    public bool CreateFolder(string folder) => Call(nameof(CreateFolder), folder, () => inner.CreateFolder(folder));

    public void Hide(string folder) => Call(nameof(Hide), folder, () => inner.Hide(folder));

    public IReadOnlyList<string> FilesIn(string folder) => Call(nameof(FilesIn), folder, () => inner.FilesIn(folder));

    public bool IsEmptyBut(string folder, string name) => Call(nameof(IsEmptyBut), folder, () => inner.IsEmptyBut(folder, name));

    public IStagedFile CreateFile(string path) => Call(nameof(CreateFile), path, () => new WrappedFile(this, path, inner.CreateFile(path)));

    public Stream OpenRead(string path) => Call(nameof(OpenRead), path, () => inner.OpenRead(path));

    public void Append(string path, string text) => Call(nameof(Append), path, () => inner.Append(path, text));

    public void Delete(string path) => Call(nameof(Delete), path, () => inner.Delete(path));

    public bool TryRename(string from, string to) => Call(nameof(TryRename), to, () => inner.TryRename(from, to));

    public void Replace(string from, string to) => Call(nameof(Replace), to, () => inner.Replace(from, to));

    public void FlushFile(string path) => Call(nameof(FlushFile), path, () => inner.FlushFile(path));

    public void FlushFolder(string folder) => Call(nameof(FlushFolder), folder, () => inner.FlushFolder(folder));

    public virtual IVolumeFlush? WatchVolume(string folder) =>
        Call(nameof(WatchVolume), folder, () => inner.WatchVolume(folder) is { } volume ? new WrappedVolume(this, folder, volume) : null);

    public ILockFile? TryLock(string path)
    {
        ILockFile? held = null;
        try
        {
            return Call(nameof(TryLock), path, () =>
            {
                held = inner.TryLock(path);
                if (held is not null)
                    _locks.Add(held);
                return held;
            });
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>What the end of the process does.</summary>
    public void ReleaseLocks() => _locks.ForEach(l => l.Dispose());

    protected virtual T Call<T>(string name, string path, Func<T> call) => call();

    private void Call(string name, string path, Action call) => Call(name, path, () =>
    {
        call();
        return true;
    });

    private sealed class WrappedFile(PlatformWrapper owner, string path, IStagedFile inner) : IStagedFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            var copy = bytes.ToArray();
            owner.Call("Write", path, () => inner.Write(copy));
        }

        public void Flush() => owner.Call("Flush", path, inner.Flush);

        public void Dispose() => inner.Dispose();
    }

    private sealed class WrappedVolume(PlatformWrapper owner, string folder, IVolumeFlush inner) : IVolumeFlush
    {
        public void Flush() => owner.Call("FlushVolume", folder, inner.Flush);

        public void Dispose() => inner.Dispose();
    }
}

/// <summary>Calls a hook before each call, and once more after it; what the hook throws is what the disk does.</summary>
internal sealed class HookedPlatform(IPlatform inner) : PlatformWrapper(inner)
{
    public Action<string, string>? Before { get; set; }

    public Action<string, string>? After { get; set; }

    public string? OtherBootId { get; set; }

    /// <summary>Behaves as a share: not this machine's volume, and no flush for all.</summary>
    public bool IsShare { get; set; }

    /// <summary>How much room there is; null for as much as there is.</summary>
    public Func<VolumeSpace?>? Space { get; set; }

    public override VolumeSpace? SpaceOf(string folder) => Space is { } space ? space() : base.SpaceOf(folder);

    public override string BootId => OtherBootId ?? base.BootId;

    public override FolderStamp Stamp(string folder) => IsShare ? base.Stamp(folder) with { IsLocal = false } : base.Stamp(folder);

    public override IVolumeFlush? WatchVolume(string folder) => IsShare ? null : base.WatchVolume(folder);

    protected override T Call<T>(string name, string path, Func<T> call)
    {
        Before?.Invoke(name, path);
        var result = call();
        After?.Invoke(name, path);
        return result;
    }
}
