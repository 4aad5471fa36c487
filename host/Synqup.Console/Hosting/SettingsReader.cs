using System.Globalization;

namespace Synqup.Console.Hosting;

/// <summary>The settings are not right; the message lists every problem.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception("The Console's settings are not right:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}")))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}

internal static class SettingsReader
{
    public const string FileName = "console.json";
    public const string EnvironmentPrefix = "SYNQUP_CONSOLE_";

    /// <exception cref="SettingsException">Some are wrong.</exception>
    public static ConsoleSettings Read(string dataFolder, IReadOnlyDictionary<string, string?> commandLine)
    {
        var given = Load(Path.Combine(Path.GetFullPath(dataFolder), FileName), commandLine);
        var wrong = Wrong(given, typeof(ConsoleSettings)).ToList();
        // What can be read is looked at too, so that all problems are said at once.
        var readable = new ConfigurationBuilder().AddInMemoryCollection(given.AsEnumerable().Where(pair => !wrong.Exists(one => IsIn(pair.Key, one.Key)))).Build();
        var settings = readable.Get<ConsoleSettings>() ?? new();
        List<string> problems = [.. wrong.Select(one => $"{one.Key}: {one.Problem}"), .. SettingsCheck.Problems(settings)];
        return problems.Count > 0 ? throw new SettingsException(problems) : settings;
    }

    private static IConfigurationRoot Load(string file, IReadOnlyDictionary<string, string?> commandLine)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(file, optional: true)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(commandLine.Where(option => option.Value is not null))
                .Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            // The innermost one knows the place.
            throw new SettingsException([$"{file}: This is not the JSON object that is expected: {exception.GetBaseException().Message}"]);
        }
    }

    private static IEnumerable<(string Key, string Problem)> Wrong(IConfiguration given, Type type)
    {
        foreach (var child in given.GetChildren())
        {
            var property = Array.Find(type.GetProperties(), one => string.Equals(one.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            var hasMembers = child.GetChildren().Any();
            if (property is null)
                yield return (child.Path, $"There is no such setting. There are: {string.Join(", ", type.GetProperties().Select(one => one.Name))}.");
            else if (property.PropertyType == typeof(string) && hasMembers)
                yield return (child.Path, "This is one text.");
            else if (property.PropertyType == typeof(int) && !int.TryParse(child.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                yield return (child.Path, hasMembers ? "This is one whole number." : $"'{child.Value}' is not a whole number.");
            else if (property.PropertyType == typeof(LimitSettings) && !hasMembers)
                yield return (child.Path, "This is an object of settings.");
            else if (property.PropertyType == typeof(LimitSettings))
                foreach (var inner in Wrong(child, property.PropertyType))
                    yield return inner;
        }
    }

    private static bool IsIn(string key, string section) =>
        key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith(section + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase);
}
