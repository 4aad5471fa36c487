using System.Text.Json;

namespace Synqup.Host.Plugins;

/// <summary>The assemblies that every plugin may take from the runtime: all that this process trusts, less what is the host's own.</summary>
internal static class FrameworkAssemblies
{
    public static IReadOnlySet<string> Names()
    {
        var trusted = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var ours = HostAssemblies();
        return trusted.Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !ours.Contains(name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    // In a self-contained copy runtime and host share one folder; only the dependency list tells them apart.
    private static HashSet<string> HostAssemblies()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var lists = ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (lists.FirstOrDefault() is not { } list || !File.Exists(list)) return names;

        using var json = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var library in json.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject()))
        {
            if (library.Name.StartsWith("runtimepack.", StringComparison.Ordinal) || !library.Value.TryGetProperty("runtime", out var files)) continue;
            foreach (var file in files.EnumerateObject()) names.Add(Path.GetFileNameWithoutExtension(file.Name));
        }

        return names;
    }
}
