using System.IO.Abstractions.TestingHelpers;
using Synqup.Core.Configuration;

namespace Synqup.Core.Tests.Configuration;

/// <summary>Reads settings from text, with the overrides that a test wants.</summary>
internal abstract class SettingsFixture
{
    protected const string Office = """{ "name": "office", "portal": "https://console.example.be" }""";

    protected static string SettingsPath { get; } = OperatingSystem.IsWindows() ? @"C:\synqup\synqup.json" : "/etc/synqup/synqup.json";

    protected static string ProgramFolder { get; } = OperatingSystem.IsWindows() ? @"C:\Program Files\Synqup" : "/opt/synqup";

    protected MockFileSystem Files { get; } = new();

    protected Dictionary<string, string> Environment { get; } = [];

    protected List<KeyValuePair<string, string>> Overrides { get; } = [];

    protected SettingsResult Read(string? json)
    {
        if (json is not null)
            Files.AddFile(SettingsPath, new MockFileData(json));
        var result = SettingsReader.Read(Files, SettingsPath, ProgramFolder, Environment, Overrides);
        Assert.That(result.Settings is null, Is.EqualTo(result.Problems.Count > 0), "settings or problems, never both and never neither");
        return result;
    }

    protected AgentSettings ReadGood(string? json)
    {
        var result = Read(json);
        Assert.That(result.Problems, Is.Empty);
        return result.Settings!;
    }

    /// <summary>With one good connection and what is given.</summary>
    protected SettingsResult ReadWith(string members) => Read($$"""{ "connections": [ {{Office}} ], {{members}} }""");

    protected static string Local(string folder) => OperatingSystem.IsWindows() ? @"C:\\" + folder : "/" + folder;
}
