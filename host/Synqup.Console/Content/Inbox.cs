using System.IO.Abstractions;
using Synqup.Core.Delivery;

namespace Synqup.Console.Content;

/// <summary>The files of one upload, on disk and nowhere else until all of them are kept; what is not kept goes.</summary>
internal sealed class Inbox(ContentStore store, IFileSystem files, string folder, IVolumeFlush? volume) : IDisposable
{
    private readonly List<IncomingFile> _all = [];

    public IncomingFile Create()
    {
        var file = new IncomingFile(files, Path.Combine(folder, Guid.NewGuid().ToString("N") + ".part"));
        _all.Add(file);
        return file;
    }

    public void Keep(IReadOnlyCollection<IncomingFile> contents) => store.Keep(contents, volume);

    public void Dispose()
    {
        foreach (var file in _all)
        {
            file.Dispose();
            // Gone by renaming when it was kept.
            files.File.Delete(file.Path);
        }

        volume?.Dispose();
    }
}
