using System.CommandLine;

namespace Synqup.Host.Commands;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    public static Option<string?> Settings { get; } = new("--settings")
    {
        Description = $"The settings file. Default: the variable SYNQUP_SETTINGS, else {SettingsFile.Name} beside the program, else {SettingsFile.OfTheSystem}.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "Overrides one key of the settings, such as --set dataFolder=/srv/synqup. May be repeated.",
        HelpName = "KEY=VALUE",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Answers with one JSON object on standard output and nothing else.",
        Recursive = true,
    };
}
