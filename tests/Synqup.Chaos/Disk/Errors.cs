namespace Synqup.Chaos.Disk;

/// <summary>What a disk can say. By the codes that this system has for it, since the agent goes by these.</summary>
internal enum DiskError
{
    /// <summary>Nobody knows what it means.</summary>
    Broken,
    Held,
    Denied,
    Full,
}

internal static class Errors
{
    public static Exception Of(DiskError error, string path) => error switch
    {
        DiskError.Denied => new UnauthorizedAccessException($"Access to {path} is denied."),
        DiskError.Held => With($"{path} is in use.", 11, 32),
        DiskError.Full => With($"No space left for {path}.", 28, 112),
        _ => With($"Input/output error at {path}.", 5, 1117),
    };

    private static IOException With(string message, int linux, int windows) => new(message, OperatingSystem.IsWindows() ? unchecked((int)0x80070000) | windows : linux);
}
