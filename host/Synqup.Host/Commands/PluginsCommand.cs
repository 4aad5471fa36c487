using System.CommandLine;
using System.Text.Json.Serialization;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Output;
using Synqup.Host.Plugins;
using Synqup.Sdk;

namespace Synqup.Host.Commands;

/// <summary><c>synqup plugins</c>: what was found, and why something is not used.</summary>
internal static class PluginsCommand
{
    public static SynqupCommand Create() => SynqupCommand.Create(
        "plugins",
        "Lists the plugins that were found, each with its state and the reason when it is not used.",
        [],
        ["synqup plugins", "synqup plugins --json"],
        (parse, _) => Task.FromResult<CommandResult>(Execute(parse)));

    private static PluginsResult Execute(ParseResult parse)
    {
        var settings = SettingsFile.Read(parse);
        var found = new PluginCatalog([PluginCatalog.BesideTheProgram, settings.PluginsFolder]).Plugins.Select(PluginAnswer.Of).ToList();
        var missing = PluginCatalog.FolderProblem(settings);
        var broken = found.Count(one => one.State != PluginState.Active);
        return new PluginsResult(found, missing)
        {
            ExitCode = (int)(broken > 0 || found.Count == 0 || missing is not null ? ExitCode.Problems : ExitCode.Ok),
            Summary = missing is not null ? $"{missing} {PluginCatalog.FolderRemedy}" : found.Count == 0 ? "No plugin was found." : broken == 0 ? $"All {found.Count} plugins are active." : $"{broken} of {found.Count} plugins cannot be used.",
        };
    }

    /// <param name="Problem">What is wrong with the folder that the settings name; null when nothing is.</param>
    private sealed record PluginsResult(IReadOnlyList<PluginAnswer> Plugins, string? Problem) : CommandResult
    {
        public override void Print(Screen screen)
        {
            screen.Verdict(Ok, Summary);
            screen.Rows(["Key", "Name", "Version", "State", "Folder"],
                [.. Plugins.Select(one => (IReadOnlyList<string>)[one.Key, one.DisplayName, one.Version, one.State.ToString().ToLowerInvariant(), one.Folder])]);
            foreach (var plugin in Plugins.Where(one => one.Reason is not null)) screen.Problem($"{plugin.Key}: {plugin.Reason}", null);
        }
    }
}

/// <param name="Reason">Why it is not active, and what to do; null when it is.</param>
/// <param name="DefaultPaths">The templates that it proposes; null when it could not be asked.</param>
internal sealed record PluginAnswer(string Key, string DisplayName, string Version, PluginState State, string? Reason, string Folder, PathsAnswer? DefaultPaths)
{
    public static PluginAnswer Of(LoadedPlugin plugin) => new(
        plugin.Key, plugin.DisplayName, plugin.Version, plugin.State, plugin.Reason, plugin.Folder, plugin.Plugin is { } active ? PathsAnswer.Of(active.Descriptor.DefaultPaths) : null);
}

internal sealed record PathsAnswer(string? Purchases, string? Sales, string? Statements, string? Documents)
{
    public static PathsAnswer Of(DestinationPaths paths) => new(paths.Purchases?.Text, paths.Sales?.Text, paths.Statements?.Text, paths.Documents?.Text);

    public static PathsAnswer Of(ConfigurationPaths paths) => new(paths.Purchases, paths.Sales, paths.Statements, paths.Documents);

    /// <summary>The path that people know the configuration by; empty when there is none.</summary>
    [JsonIgnore]
    public string First => Purchases ?? Sales ?? Statements ?? Documents ?? "";
}
