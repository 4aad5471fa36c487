using System.IO.Abstractions;

namespace Synqup.Core.Configuration;

/// <summary>Reads the settings: one strict JSON file, then the environment (<c>SYNQUP__CONNECTIONS__0__PORTAL</c>), then the command line.</summary>
internal static class SettingsReader
{
    /// <param name="path">The file.</param>
    /// <param name="programFolder">Where the program is: relative folders and the default plugins folder start there.</param>
    /// <param name="environment">All variables; those that start with <c>SYNQUP__</c> are used.</param>
    /// <param name="overrides">Pairs like <c>connections[0].portal</c>, <c>https://…</c>; the last wins.</param>
    public static SettingsResult Read(
        IFileSystem files, string path, string programFolder,
        IReadOnlyDictionary<string, string> environment, IReadOnlyList<KeyValuePair<string, string>> overrides) => throw new NotImplementedException();
}
