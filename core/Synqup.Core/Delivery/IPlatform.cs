namespace Synqup.Core.Delivery;

/// <summary>
/// Every touch of a disk that delivery makes: the one seam that tests replace to make the n-th touch fail. Paths are absolute.
/// What fails throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>; <see cref="DiskFailures"/> tells them apart.
/// </summary>
internal interface IPlatform
{
    /// <summary>Of this start of the machine.</summary>
    string BootId { get; }

    /// <summary>Whether an empty folder may be the mount point of a volume that is not mounted.</summary>
    bool MountsOverFolders { get; }

    /// <summary>Opens a file to see whether it is there. Only "not found" is false: any other error throws.</summary>
    bool IsThere(string path);

    /// <summary>The same for a folder.</summary>
    bool IsFolderThere(string folder);

    /// <summary>What tells this folder, and the volume it is on, from others.</summary>
    FolderStamp Stamp(string folder);

    /// <summary>How much room there is on the volume of a folder; null where the system does not say.</summary>
    VolumeSpace? SpaceOf(string folder) => null;

    /// <summary>Makes a folder whose parent is there; false when it was there already.</summary>
    bool CreateFolder(string folder);

    /// <summary>Keeps a folder out of people's sight where the system can.</summary>
    void Hide(string folder);

    /// <summary>The names of the files directly in a folder.</summary>
    IReadOnlyList<string> FilesIn(string folder);

    /// <summary>Whether a folder holds nothing but, perhaps, one entry of this name.</summary>
    bool IsEmptyBut(string folder, string name);

    /// <summary>Makes a file that was not there, for writing.</summary>
    IStagedFile CreateFile(string path);

    /// <summary>Opens a file for reading from its start.</summary>
    Stream OpenRead(string path);

    /// <summary>Adds text at the end of a file, which is made when it is not there; not flushed.</summary>
    void Append(string path, string text);

    /// <summary>Removes a file; nothing happens when it is not there.</summary>
    void Delete(string path);

    /// <summary>Renames in one step without ever replacing; false when the new name is taken.</summary>
    bool TryRename(string from, string to);

    /// <summary>Renames in one step, replacing. For the agent's own files in <c>.synqup</c> only.</summary>
    void Replace(string from, string to);

    /// <summary>Makes a file's content durable.</summary>
    void FlushFile(string path);

    /// <summary>Makes the names in a folder durable.</summary>
    void FlushFolder(string folder);

    /// <summary>
    /// Begins to watch a volume for write errors, so that one later flush covers everything written since; null where only file by
    /// file is sure: on shares and on systems without such a call.
    /// </summary>
    IVolumeFlush? WatchVolume(string folder);

    /// <summary>Holds a lock that dies with this process; null when somebody else holds it.</summary>
    ILockFile? TryLock(string path);
}

/// <summary>A folder's identity.</summary>
/// <param name="Identity">Stays the same over restarts; another folder put in its place has another one. Empty where the system knows none.</param>
/// <param name="Volume">Equal for folders of one volume, during this start of the machine.</param>
/// <param name="IsLocal">Whether the volume is this machine's own.</param>
internal readonly record struct FolderStamp(string Identity, string Volume, bool IsLocal);

/// <summary>The room on a volume, in bytes.</summary>
/// <param name="Free">For this account.</param>
internal readonly record struct VolumeSpace(long Free, long Total);

/// <summary>A new file that is being written.</summary>
internal interface IStagedFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Makes the content durable. After a failure the file must not be flushed again: a second try may succeed without the lost bytes.</summary>
    void Flush();
}

/// <summary>A volume that is watched for write errors.</summary>
internal interface IVolumeFlush : IDisposable
{
    /// <summary>Makes everything written so far durable; throws when anything could not be written since the watch began.</summary>
    void Flush();
}

/// <summary>A lock that is held.</summary>
internal interface ILockFile : IDisposable
{
    /// <summary>Whether the file at the path is still the one that is locked; a share that came back, or a file put in its place, is not.</summary>
    bool IsHeld();
}
