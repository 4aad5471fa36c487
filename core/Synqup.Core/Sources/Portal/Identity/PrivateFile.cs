using System.IO.Abstractions;

namespace Synqup.Core.Sources.Portal.Identity;

/// <summary>A small file of the data folder that only its owner may read and that is always whole.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>On Windows the rights are those of the data folder: the service and administrators.</summary>
    public static void Write(IFileSystem files, string path, ReadOnlySpan<byte> content)
    {
        var folder = files.Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            files.Directory.CreateDirectory(folder);
        else
            files.Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);

        var part = path + ".part";
        // An older part keeps its rights when it is opened again.
        files.File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var stream = files.FileStream.New(part, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        files.File.Move(part, path, overwrite: true);
        // The rename too has to survive a power cut: it changed the file's own record, which this flush makes durable.
        using var renamed = files.FileStream.New(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        renamed.Flush(flushToDisk: true);
    }

    /// <summary>Null when there is no such file.</summary>
    public static byte[]? Read(IFileSystem files, string path)
    {
        try
        {
            return files.File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
