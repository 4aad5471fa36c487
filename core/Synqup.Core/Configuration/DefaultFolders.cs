namespace Synqup.Core.Configuration;

/// <summary>Where things are when the settings do not say.</summary>
internal static class DefaultFolders
{
    /// <summary>Of this system and account.</summary>
    public static string Data(IReadOnlyDictionary<string, string> environment)
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Synqup");
        if (Environment.IsPrivilegedProcess)
            return "/var/lib/synqup";
        // A relative one is to be ignored, says the base directory specification.
        return environment.TryGetValue("XDG_DATA_HOME", out var home) && home.StartsWith('/')
            ? Path.Combine(home, "synqup")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "synqup");
    }

    public static string Plugins(string programFolder) => Path.Combine(programFolder, "plugins");

    public static string Log(string dataFolder) => Path.Combine(dataFolder, "logs");
}
