using System.Collections;
using System.CommandLine;
using System.IO.Abstractions;
using Synqup.Core.Configuration;

namespace Synqup.Host.Commands;

/// <summary>Finds the settings of this invocation and reads them.</summary>
internal static class SettingsFile
{
    public const string Name = "synqup.json";
    private const string Variable = "SYNQUP_SETTINGS";

    public static string OfTheSystem { get; } = OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Synqup", Name)
        : "/etc/synqup/" + Name;

    /// <exception cref="CommandFailure">Lists every problem.</exception>
    public static AgentSettings Read(ParseResult parse)
    {
        var result = TryRead(parse);
        return result.Settings ?? throw Failure(result.Problems, PathOf(parse));
    }

    public static SettingsResult TryRead(ParseResult parse)
    {
        var overrides = (parse.GetValue(CommonOptions.Set) ?? []).Select(Override).ToList();
        return SettingsReader.Read(new FileSystem(), PathOf(parse), AppContext.BaseDirectory, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(one => (string)one.Key, one => (string?)one.Value ?? "", StringComparer.Ordinal), overrides);
    }

    public static string PathOf(ParseResult parse)
    {
        if (parse.GetValue(CommonOptions.Settings) is { Length: > 0 } given) return Path.GetFullPath(given);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable) return Path.GetFullPath(variable);
        var beside = Path.Combine(AppContext.BaseDirectory, Name);
        return File.Exists(beside) ? beside : OfTheSystem;
    }

    public static CommandFailure Failure(IReadOnlyList<SettingsProblem> problems, string path) =>
        new(ExitCode.SettingsInvalid, $"The settings {path} cannot be used: {(problems.Count == 1 ? "1 problem was" : $"{problems.Count} problems were")} found.") { Problems = problems };

    private static KeyValuePair<string, string> Override(string text)
    {
        var (key, value) = text.Split('=', 2) is [{ Length: > 0 } first, var second] ? (first, second)
            : throw new CommandFailure(ExitCode.Usage, $"--set {text}: write it as KEY=VALUE, such as --set {SettingsShape.Nearest(text) ?? "log.level"}=VALUE.");
        return new(key, value);
    }
}
