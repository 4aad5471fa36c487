using System.IO.Abstractions;
using Microsoft.Extensions.Logging;
using Synqup.Core.Health;

namespace Synqup.Core.Configuration;

/// <summary>Reads the settings: one strict JSON file, then the environment (<c>SYNQUP__CONNECTIONS__0__PORTAL</c>), then the command line.</summary>
internal static class SettingsReader
{
    public const string MinimalExample = """{ "connections": [ { "name": "office", "portal": "https://console.example.be" } ] }""";

    /// <param name="path">The file. It may be missing when the environment or the command line has a connection.</param>
    /// <param name="programFolder">Where the program is: the default plugins folder is there.</param>
    /// <param name="environment">All variables; those that start with <c>SYNQUP__</c> are used.</param>
    /// <param name="overrides">Pairs like <c>connections[0].portal</c>, <c>https://…</c>; the last wins.</param>
    public static SettingsResult Read(
        IFileSystem files, string path, string programFolder,
        IReadOnlyDictionary<string, string> environment, IReadOnlyList<KeyValuePair<string, string>> overrides)
    {
        var problems = new List<SettingsProblem>();
        var root = ReadFile(files, path, problems);
        var isReadable = problems.Count == 0;
        foreach (var item in SettingsOverrides.FromEnvironment(environment).Concat(SettingsOverrides.FromCommandLine(overrides)))
            SettingsOverrides.Apply(root ??= new SettingsObject(""), item, problems);
        if (root is null || (!isReadable && root.Members.Count == 0))
        {
            return new SettingsResult(null, problems.Count > 0 ? problems : [new SettingsProblem(
                path, "There is no settings file.", $"Make it, with the address of the office's Console: {MinimalExample}")]);
        }

        SettingsShape.Root.Check(root, problems);
        var settings = Bind(files, new SettingsSection(root, "", problems), programFolder, environment);
        return new SettingsResult(problems.Count == 0 ? settings : null, problems);
    }

    private static SettingsObject? ReadFile(IFileSystem files, string path, List<SettingsProblem> problems)
    {
        try
        {
            return SettingsParser.Parse(files.File.ReadAllBytes(path), problems);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new SettingsProblem(path, $"The settings cannot be read: {Sentence.Ended(exception.Message)}", "Let the agent's account read the file."));
            return null;
        }
    }

    private static AgentSettings Bind(IFileSystem files, SettingsSection root, string programFolder, IReadOnlyDictionary<string, string> environment)
    {
        var dataFolder = Folder(root, "dataFolder") ?? DefaultFolders.Data(environment);
        var concurrency = root.Section("concurrency");
        var defaults = new ConcurrencySettings();
        return new AgentSettings
        {
            Connections = ConnectionsSettings.Read(files, root),
            DataFolder = dataFolder,
            PluginsFolder = Folder(root, "pluginsFolder") ?? DefaultFolders.Plugins(programFolder),
            PathMappings = PathMappings.Read(root.Sections("pathMappings"), OperatingSystem.IsWindows()),
            Concurrency = new ConcurrencySettings
            {
                Downloads = concurrency.Number("downloads", defaults.Downloads, 1, 64),
                BatchSize = concurrency.Number("batchSize", defaults.BatchSize, 1, 512),
            },
            DiskSpace = DiskSpace(root.Section("diskSpace")),
            Limits = LimitsSettings.Read(root),
            Proxy = Proxy(root.Section("proxy")),
            Log = Log(root.Section("log"), dataFolder),
        };
    }

    private static DiskSpaceSettings DiskSpace(SettingsSection section)
    {
        const int Most = 1024 * 1024;
        var defaults = new DiskSpaceSettings();
        var stop = section.Number("stopBelow", (int)(defaults.StopBelow / DiskSpaceSettings.MiB), 0, Most);
        var warn = section.Number("warnBelow", Math.Max((int)(defaults.WarnBelow / DiskSpaceSettings.MiB), stop), 0, Most);
        if (warn < stop)
            section.Report("warnBelow", "The warning would come after the stop.", "Write a number that is not smaller than stopBelow.");
        return new DiskSpaceSettings { WarnBelow = warn * DiskSpaceSettings.MiB, StopBelow = stop * DiskSpaceSettings.MiB };
    }

    private static ProxySettings? Proxy(SettingsSection section)
    {
        const string Remedy = "Write its address, such as \"http://proxy.example.be:3128\".";
        if (!section.IsThere)
            return null;
        var (userName, password) = (section.Text("userName"), section.Text("password"));
        if (password is not null && userName is null)
            section.Report("userName", "There is a password without a user.", "Write the user's name too, or remove the password.");
        if (section.Required("address", Remedy) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
            return new ProxySettings(address, userName, password);
        section.Report("address", "This is not the address of a proxy.", $"{Remedy} A user and a password are settings of their own.");
        return null;
    }

    private static LogSettings Log(SettingsSection section, string dataFolder)
    {
        var folder = Folder(section, "folder") ?? DefaultFolders.Log(dataFolder);
        if (section.Text("level") is not { } text)
            return new LogSettings(folder);
        if (Enum.GetNames<LogLevel>().Contains(text, StringComparer.OrdinalIgnoreCase))
            return new LogSettings(folder, Enum.Parse<LogLevel>(text, ignoreCase: true));
        section.Report("level", $"There is no level \"{text}\".", $"Write one of: {string.Join(", ", Enum.GetNames<LogLevel>())}.");
        return new LogSettings(folder);
    }

    private static string? Folder(SettingsSection section, string key)
    {
        var folder = section.Text(key);
        if (folder is null || Path.IsPathFullyQualified(folder))
            return folder;
        section.Report(key, $"\"{folder}\" is not a whole path.", $"Write it from the start, such as \"{(OperatingSystem.IsWindows() ? @"C:\\Synqup" : "/srv/synqup")}\".");
        return null;
    }
}
