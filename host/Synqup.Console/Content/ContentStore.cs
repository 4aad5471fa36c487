using System.IO.Abstractions;
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
            if (!platform.TryRename(content.Path, path))
                files.File.Delete(content.Path);
        }

        if (whole is not null)
            whole.Flush();
        else
            Parallel.ForEach(folders, platform.FlushFolder);
    }
}
