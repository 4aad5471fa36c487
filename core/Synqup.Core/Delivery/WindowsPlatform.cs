using System.ComponentModel;
using System.Globalization;
using System.IO.Abstractions;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Synqup.Core.Delivery;

/// <summary>The primitives of Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsPlatform(IFileSystem files) : PortablePlatform(files)
{
    private const int FileNotFound = 2, PathNotFound = 3, AccessDenied = 5, FileExists = 80, AlreadyExists = 183;

    /// <summary>The moment at which the system started, without the corrections that its clock got since: the same for a whole run of the machine.</summary>
    public override string BootId { get; } = ReadBootId();

    /// <summary>A share is reached by its own name here, so a folder that is there and empty is the right one.</summary>
    public override bool MountsOverFolders => false;

    public override FolderStamp Stamp(string folder)
    {
        using var handle = WindowsCalls.CreateFile(Long(folder), 0, 7, 0, 3, WindowsCalls.BackupSemantics, 0);
        if (handle.IsInvalid)
            throw Failed(Marshal.GetLastPInvokeError(), folder);
        if (!WindowsCalls.GetFileInformation(handle, out var information))
            throw Failed(Marshal.GetLastPInvokeError(), folder);
        var root = Files.Path.GetPathRoot(folder)!;
        var identity = string.Create(CultureInfo.InvariantCulture, $"{information.VolumeSerialNumber:x}-{information.FileIndexHigh:x}{information.FileIndexLow:x8}");
        return new(identity, information.VolumeSerialNumber.ToString("x", CultureInfo.InvariantCulture), !root.StartsWith(@"\\", StringComparison.Ordinal) && Files.DriveInfo.New(root).DriveType != DriveType.Network);
    }

    public override VolumeSpace? SpaceOf(string folder) =>
        WindowsCalls.GetFreeSpace(Long(folder).TrimEnd('\\') + '\\', out var available, out var total, out _) ? new(available, total) : throw Failed(Marshal.GetLastPInvokeError(), folder);

    public override bool CreateFolder(string folder)
    {
        if (WindowsCalls.CreateDirectory(Long(folder), 0))
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error is AlreadyExists or FileExists ? false : throw Failed(error, folder);
    }

    public override void Hide(string folder) => Files.File.SetAttributes(folder, Files.File.GetAttributes(folder) | FileAttributes.Hidden);

    public override bool TryRename(string from, string to)
    {
        if (WindowsCalls.MoveFile(Long(from), Long(to), WindowsCalls.WriteThrough))
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error is AlreadyExists or FileExists ? false : throw Failed(error, to);
    }

    public override void Replace(string from, string to)
    {
        if (!WindowsCalls.MoveFile(Long(from), Long(to), WindowsCalls.WriteThrough | WindowsCalls.ReplaceExisting))
            throw Failed(Marshal.GetLastPInvokeError(), to);
    }

    /// <summary>Nothing to do: NTFS writes its directories through a journal, and the rename above returns only when it is written through.</summary>
    public override void FlushFolder(string folder)
    {
    }

    /// <summary>Flushing a volume needs an administrator's handle here, and says nothing about single files.</summary>
    public override IVolumeFlush? WatchVolume(string folder) => null;

    public override ILockFile? TryLock(string path)
    {
        try
        {
            return new LockFile(Files.FileStream.New(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException e) when (DiskFailures.Of(e) == DiskFailure.Held)
        {
            return null;
        }
    }

    /// <summary>Names beyond 260 characters need this form; .NET adds it by itself, the system's own calls do not.</summary>
    private static string Long(string path) => path switch
    {
        _ when path.StartsWith(@"\\?\", StringComparison.Ordinal) => path,
        _ when path.StartsWith(@"\\", StringComparison.Ordinal) => @"\\?\UNC\" + path[2..],
        _ => @"\\?\" + path,
    };

    private static Exception Failed(int error, string path)
    {
        var text = $"{new Win32Exception(error).Message} ({path}).";
        return error switch
        {
            FileNotFound or PathNotFound => new FileNotFoundException(text, path),
            AccessDenied => new UnauthorizedAccessException(text),
            _ => new IOException(text, unchecked((int)0x80070000) | error),
        };
    }

    private static string ReadBootId()
    {
        var status = WindowsCalls.QuerySystemInformation(WindowsCalls.TimeOfDay, out var times, WindowsCalls.TimesSize, out _);
        return status == 0
            ? string.Create(CultureInfo.InvariantCulture, $"windows-{times.Boot - times.BootBias:x}")
            : throw new InvalidOperationException($"Windows does not say when it started (status 0x{status:x8}); without that a restart cannot be told from a crash.");
    }

    private sealed class LockFile(FileSystemStream stream) : ILockFile
    {
        /// <summary>A handle whose share went away answers nothing any more.</summary>
        public bool IsHeld()
        {
            try
            {
                return stream.Length >= 0;
            }
            catch (IOException)
            {
                return false;
            }
        }

        public void Dispose() => stream.Dispose();
    }
}
