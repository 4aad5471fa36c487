using System.Collections.Concurrent;

namespace Synqup.Core.Delivery;

/// <summary>Passes every call on, and knows for how long the oldest one has not returned: what hangs fails no call, and nobody else can say so.</summary>
internal sealed class WatchedPlatform(IPlatform inner, TimeProvider time) : IPlatform
{
    private readonly ConcurrentDictionary<long, long> _calls = new();
    private long _last;

    /// <summary>Zero while no call is under way.</summary>
    public TimeSpan Silence => _calls.IsEmpty ? TimeSpan.Zero : _calls.Values.Select(began => time.GetElapsedTime(began)).DefaultIfEmpty().Max();

    public string BootId => inner.BootId;

    public bool MountsOverFolders => inner.MountsOverFolders;

    public bool IsThere(string path)
    {
        using var call = Begin();
        return inner.IsThere(path);
    }

    public bool IsFolderThere(string folder)
    {
        using var call = Begin();
        return inner.IsFolderThere(folder);
    }

    public FolderStamp Stamp(string folder)
    {
        using var call = Begin();
        return inner.Stamp(folder);
    }

    public VolumeSpace? SpaceOf(string folder)
    {
        using var call = Begin();
        return inner.SpaceOf(folder);
    }

    public bool CreateFolder(string folder)
    {
        using var call = Begin();
        return inner.CreateFolder(folder);
    }

    public void Hide(string folder)
    {
        using var call = Begin();
        inner.Hide(folder);
    }

    public IReadOnlyList<string> FilesIn(string folder)
    {
        using var call = Begin();
        return inner.FilesIn(folder);
    }

    public bool IsEmptyBut(string folder, string name)
    {
        using var call = Begin();
        return inner.IsEmptyBut(folder, name);
    }

    public IStagedFile CreateFile(string path)
    {
        using var call = Begin();
        return new WatchedFile(this, inner.CreateFile(path));
    }

    public Stream OpenRead(string path)
    {
        using var call = Begin();
        return new WatchedStream(this, inner.OpenRead(path));
    }

    public void Append(string path, string text)
    {
        using var call = Begin();
        inner.Append(path, text);
    }

    public void Delete(string path)
    {
        using var call = Begin();
        inner.Delete(path);
    }

    public bool TryRename(string from, string to)
    {
        using var call = Begin();
        return inner.TryRename(from, to);
    }

    public void Replace(string from, string to)
    {
        using var call = Begin();
        inner.Replace(from, to);
    }

    public void FlushFile(string path)
    {
        using var call = Begin();
        inner.FlushFile(path);
    }

    public void FlushFolder(string folder)
    {
        using var call = Begin();
        inner.FlushFolder(folder);
    }

    public IVolumeFlush? WatchVolume(string folder)
    {
        using var call = Begin();
        return inner.WatchVolume(folder) is { } volume ? new WatchedVolume(this, volume) : null;
    }

    public ILockFile? TryLock(string path)
    {
        using var call = Begin();
        return inner.TryLock(path) is { } held ? new WatchedLock(this, held) : null;
    }

    private Call Begin()
    {
        var number = Interlocked.Increment(ref _last);
        _calls[number] = time.GetTimestamp();
        return new(this, number);
    }

    private readonly struct Call(WatchedPlatform platform, long number) : IDisposable
    {
        public void Dispose() => platform._calls.TryRemove(number, out _);
    }

    private sealed class WatchedFile(WatchedPlatform platform, IStagedFile inner) : IStagedFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            using var call = platform.Begin();
            inner.Write(bytes);
        }

        public void Flush()
        {
            using var call = platform.Begin();
            inner.Flush();
        }

        public void Dispose()
        {
            using var call = platform.Begin();
            inner.Dispose();
        }
    }

    private sealed class WatchedVolume(WatchedPlatform platform, IVolumeFlush inner) : IVolumeFlush
    {
        public void Flush()
        {
            using var call = platform.Begin();
            inner.Flush();
        }

        public void Dispose()
        {
            using var call = platform.Begin();
            inner.Dispose();
        }
    }

    private sealed class WatchedLock(WatchedPlatform platform, ILockFile inner) : ILockFile
    {
        public bool IsHeld()
        {
            using var call = platform.Begin();
            return inner.IsHeld();
        }

        public void Dispose()
        {
            using var call = platform.Begin();
            inner.Dispose();
        }
    }

    private sealed class WatchedStream(WatchedPlatform platform, Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length
        {
            get
            {
                using var call = platform.Begin();
                return inner.Length;
            }
        }

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            using var call = platform.Begin();
            return inner.Read(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                using var call = platform.Begin();
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
