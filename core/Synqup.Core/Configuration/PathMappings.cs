namespace Synqup.Core.Configuration;

/// <summary>How paths as the accounting package sees them are reached from this machine.</summary>
internal sealed class PathMappings
{
    private readonly IReadOnlyList<(PathForm From, PathForm To)> _mappings;
    private readonly bool _isWindows;

    private PathMappings(IEnumerable<(PathForm From, PathForm To)> mappings, bool isWindows)
    {
        // The longest first, so that the first that holds a path is the nearest.
        _mappings = [.. mappings.OrderByDescending(mapping => mapping.From.Segments.Count)];
        _isWindows = isWindows;
    }

    public static PathMappings None { get; } = new([], OperatingSystem.IsWindows());

    /// <param name="isWindows">Whether this machine is a Windows one.</param>
    public static PathMappings Read(IReadOnlyList<SettingsSection> sections, bool isWindows)
    {
        var mappings = new List<(PathForm From, PathForm To)>();
        foreach (var section in sections)
        {
            var from = Path(section, "from", "Write the path as the accounting package sees it, such as \"K:\\\\\" or \"\\\\\\\\server\\\\share\".");
            var toRemedy = $"Write the path on this machine, such as \"{(isWindows ? @"\\\\server\\share" : "/mnt/winbooks")}\".";
            var to = Path(section, "to", toRemedy);
            if (from is not null && mappings.Exists(other => other.From.Holds(from) && from.Holds(other.From)))
                section.Report("from", $"{from} is mapped twice.", "Keep one of the two.");
            else if (to is not null && to.IsWindows != isWindows)
                section.Report("to", $"{to} is not a path of this machine.", toRemedy);
            else if (from is not null && to is not null)
                mappings.Add((from, to));
        }

        return new PathMappings(mappings, isWindows);
    }

    /// <summary>The local path of a folder or file of a template.</summary>
    /// <param name="path">Fully qualified: <c>K:\…</c>, <c>\\server\share\…</c> or <c>/…</c>.</param>
    /// <returns>The path here; or the sentence that says why it cannot be reached and which line to write.</returns>
    public LocalPath Resolve(string path)
    {
        if (PathForm.Parse(path, out var problem) is not { } form)
            return new LocalPath(null, $"{path}: {problem} Write it from the drive, the share or / on.");
        foreach (var (from, to) in _mappings)
        {
            if (from.Holds(form))
                return new LocalPath(to.Below(form.Segments.Skip(from.Segments.Count)).ToString(), null);
        }

        return form.IsWindows == _isWindows
            ? new LocalPath(form.ToString(), null)
            : new LocalPath(null, $"{path} is not a path of this machine. Say in the agent's settings where it is reached here: {Line(form)}.");
    }

    private static PathForm? Path(SettingsSection section, string key, string remedy)
    {
        if (section.Required(key, remedy) is not { } text)
            return null;
        if (PathForm.Parse(text, out var problem) is { } form)
            return form;
        section.Report(key, problem, remedy);
        return null;
    }

    private string Line(PathForm form)
    {
        var from = (form with { Segments = [] }).ToString();
        var name = form.IsWindows ? form.Start.TrimEnd(':').Split('\\')[^1].ToLowerInvariant() : "share";
        var to = _isWindows ? @"\\server\share" : $"/mnt/{name}";
        return $$"""
            "pathMappings": [ { "from": "{{from.Replace(@"\", @"\\")}}", "to": "{{to.Replace(@"\", @"\\")}}" } ]
            """;
    }
}

/// <summary>A path on this machine, or why there is none. Exactly one of the two is there.</summary>
internal sealed record LocalPath(string? Path, string? Problem);
