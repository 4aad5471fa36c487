using System.Reflection;

namespace Synqup.Host.Tests;

/// <summary>What the build made before these tests.</summary>
internal static class Built
{
    /// <summary>The program with its plugin folders.</summary>
    public static string HostFolder { get; } = Metadata("HostFolder");

    public static string Program { get; } = Path.Combine(HostFolder, OperatingSystem.IsWindows() ? "synqup.exe" : "synqup");

    public static string Plugins { get; } = Path.Combine(HostFolder, "plugins");

    public static string Repository { get; } = Metadata("RepositoryRoot");

    /// <summary>Copies test plugins to a plugins folder, one folder each, not writable by others whatever the umask is.</summary>
    public static void CopyTestPlugins(string to, params string[] names)
    {
        Directory.CreateDirectory(to);
        Protect(to);
        foreach (var name in names)
        {
            var folder = Directory.CreateDirectory(Path.Combine(to, name)).FullName;
            Protect(folder);
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "TestPlugins", name)))
            {
                var copy = Path.Combine(folder, Path.GetFileName(file));
                File.Copy(file, copy);
                Protect(copy);
            }
        }
    }

    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
    }

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == key).Value!;
}
