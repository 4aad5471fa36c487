using System.IO.Abstractions;
using System.Security.Cryptography;
using Synqup.Console.Hosting;
using Synqup.Core.Delivery;

namespace Synqup.Console.Content;

/// <summary>Contents under their SHA-256: written to a part, flushed, renamed, folder flushed. The same content is stored once.</summary>
internal sealed class ContentStore(DataFolder data, IFileSystem files, IPlatform platform)
{
    // One flush of the whole volume costs about as much as this many of single files.
    private const int FewFiles = 4;

    private string Incoming => Path.Combine(data.Content, "incoming");

    /// <summary>Makes the folders and removes what uploads left that were broken off by the end of the program.</summary>
    public void Prepare()
    {
        files.Directory.CreateDirectory(Incoming);
        foreach (var rest in files.Directory.EnumerateFiles(Incoming))
            files.File.Delete(rest);
        for (var shard = 0; shard < 256; shard++)
            files.Directory.CreateDirectory(Path.Combine(data.Content, shard.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
        platform.FlushFolder(data.Content);
    }

    public string PathOf(string sha256) => Path.Combine(data.Content, sha256[..2], sha256);

    /// <summary>Whether a content is there with its length: a damaged one must not be given as if it were whole.</summary>
    public bool Has(string sha256, long size) => files.FileInfo.New(PathOf(sha256)) is { Exists: true } file && file.Length == size;

    /// <summary>A place for the files of one upload.</summary>
    public Inbox OpenInbox() => new(this, files, Incoming, platform.WatchVolume(Incoming));

    /// <summary>Makes contents durable under their hashes.</summary>
    internal void Keep(IReadOnlyCollection<IncomingFile> contents, IVolumeFlush? volume)
    {
        var whole = contents.Count > FewFiles ? volume : null;
        if (whole is not null)
            whole.Flush();
        else
            Parallel.ForEach(contents, content => platform.FlushFile(content.Path));

        var folders = new HashSet<string>();
        foreach (var content in contents)
        {
            var path = PathOf(content.Sha256);
            folders.Add(Path.GetDirectoryName(path)!);
            if (platform.TryRename(content.Path, path))
                continue;
            // Known already; but this is how a person repairs what a disk has damaged, so what is there is looked at.
            if (IsWhole(path, content))
                files.File.Delete(content.Path);
            else
                platform.Replace(content.Path, path);
        }

        if (whole is not null)
            whole.Flush();
        else
            Parallel.ForEach(folders, platform.FlushFolder);
    }

    private bool IsWhole(string path, IncomingFile content)
    {
        try
        {
            using var kept = files.FileStream.New(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            return kept.Length == content.Size && Convert.ToHexStringLower(SHA256.HashData(kept)) == content.Sha256;
        }
        catch (IOException)
        {
            // It cannot be read, which is what the new bytes mend.
            return false;
        }
    }
}
