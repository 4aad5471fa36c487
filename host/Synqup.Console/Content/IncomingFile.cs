using System.IO.Abstractions;
using System.Security.Cryptography;

namespace Synqup.Console.Content;

/// <summary>One content on its way in, hashed while it is written.</summary>
internal sealed class IncomingFile(IFileSystem files, string path) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[8];
    private FileSystemStream? _stream = files.FileStream.New(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public string Path { get; } = path;

    public long Size { get; private set; }

    /// <summary>Lower-case hexadecimal; there once the file is complete.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>The first bytes, by which a format is known.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, (int)Math.Min(Size, _head.Length));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (Size < _head.Length)
            bytes[..Math.Min(bytes.Length, _head.Length - (int)Size)].CopyTo(_head.AsSpan((int)Size));
        _stream!.Write(bytes);
        _hash.AppendData(bytes);
        Size += bytes.Length;
    }

    public void Complete()
    {
        Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _stream!.Dispose();
        _stream = null;
    }

    public Stream OpenRead() => files.FileStream.New(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    public void Dispose()
    {
        _stream?.Dispose();
        _hash.Dispose();
    }
}
