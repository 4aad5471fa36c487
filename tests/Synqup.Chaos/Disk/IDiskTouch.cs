namespace Synqup.Chaos.Disk;

/// <summary>What goes on around the calls of a disk.</summary>
internal interface IDiskTouch
{
    /// <summary>A call is made; what this throws, the call throws, without any effect.</summary>
    void Before(string call, string path);

    /// <summary>A call took effect; what this throws, the call throws all the same.</summary>
    void After(string call, string path);

    /// <summary>A file got a new name, which was free.</summary>
    void Renamed(string path, FileNode file);

    /// <summary>A file got a name that may have been another's.</summary>
    void Replaced(string path, FileNode file, FileNode? replaced);
}
