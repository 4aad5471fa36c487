namespace Synqup.Architecture.Tests;

/// <summary>Where the files of this repository and what was built of them are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as this test itself was built: <c>bin/{configuration}/{framework}</c>.</summary>
    private static string Built { get; } = Path.Combine(
        "bin", Directory.GetParent(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!.Name, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));

    public static string At(params string[] relative) => Path.Combine([Root, .. relative]);

    /// <summary>The folder into which a project was built.</summary>
    /// <param name="project">The project's folder, such as <c>core/Synqup.Core</c>.</param>
    public static string OutputOf(string project) => At(project, Built);

    /// <summary>The assembly that a project was built into.</summary>
    public static BuiltAssembly AssemblyOf(string project, string? name = null)
        => BuiltAssembly.Read(Path.Combine(OutputOf(project), (name ?? Path.GetFileName(project)) + ".dll"));

    /// <summary>The project folders directly below a folder of the repository.</summary>
    public static IReadOnlyList<string> ProjectsBelow(string folder) =>
    [
        .. Directory.EnumerateFiles(At(folder), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(project => project.Count(character => character == '/') == 1)
            .Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Synqup.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Synqup.sln above {AppContext.BaseDirectory}: run this test from a clone.");
    }
}
