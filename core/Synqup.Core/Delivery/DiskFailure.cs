namespace Synqup.Core.Delivery;

/// <summary>What a failure of a disk means, and how it is said to people.</summary>
internal enum DiskFailure
{
    /// <summary>Anything unexpected: from here on nothing that was known about the disk is certain.</summary>
    Other,

    NotFound,
    Exists,
    Denied,

    /// <summary>Another program holds the file.</summary>
    Held,
    Full,
    NameTooLong,
    ReadOnly,

    /// <summary>A rename would leave its volume.</summary>
    OtherVolume,
}

internal static class DiskFailures
{
    /// <summary>Whether an exception is a disk's: everything else is a mistake or a wish to stop.</summary>
    public static bool IsDisk(Exception e) => e is IOException or UnauthorizedAccessException;

    public static DiskFailure Of(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => DiskFailure.NotFound,
        PathTooLongException => DiskFailure.NameTooLong,
        UnauthorizedAccessException => DiskFailure.Denied,
        _ => OperatingSystem.IsWindows() ? OfWindows(e.HResult & 0xFFFF) : OfLinux(e.HResult),
    };

    /// <summary>What happened, where, and what to do.</summary>
    public static string Sentence(Exception e, string path) => e is StatedException ? e.Message : Of(e) switch
    {
        DiskFailure.NotFound => $"\"{path}\" is not there (any more). Check that the folder exists and that its share or volume is connected.",
        DiskFailure.Denied => $"\"{path}\" cannot be used: access is denied. Give the account that runs the agent the right to read, write and delete there.",
        DiskFailure.Held => $"\"{path}\" is held by another program, such as a virus scanner or the accounting package. Close it there, or exclude the folder from scanning.",
        DiskFailure.Full => $"\"{path}\" cannot be written: the disk is full, or a quota is used up. Free some space.",
        DiskFailure.NameTooLong => $"\"{path}\" cannot be used: its name is too long for the file system. Shorten the path in the configuration.",
        DiskFailure.OtherVolume => $"\"{path}\" cannot be made visible: the folder's own .synqup, where it was staged, is on another volume. Remove what is mounted or linked there.",
        DiskFailure.ReadOnly => $"\"{path}\" cannot be written: the volume is read-only. Check the disk and how it is mounted.",
        _ => $"\"{path}\" cannot be used: {Health.Sentence.Ended(e.Message)} Check the disk or the connection to the share.",
    };

    private static DiskFailure OfLinux(int errno) => errno switch
    {
        2 => DiskFailure.NotFound,
        11 or 16 or 26 => DiskFailure.Held,
        17 => DiskFailure.Exists,
        18 => DiskFailure.OtherVolume,
        28 or 122 => DiskFailure.Full,
        30 => DiskFailure.ReadOnly,
        36 => DiskFailure.NameTooLong,
        _ => DiskFailure.Other,
    };

    private static DiskFailure OfWindows(int error) => error switch
    {
        2 or 3 => DiskFailure.NotFound,
        5 => DiskFailure.Denied,
        32 or 33 => DiskFailure.Held,
        80 or 183 => DiskFailure.Exists,
        39 or 112 or 1295 => DiskFailure.Full,
        17 => DiskFailure.OtherVolume,
        19 => DiskFailure.ReadOnly,
        206 => DiskFailure.NameTooLong,
        _ => DiskFailure.Other,
    };
}
