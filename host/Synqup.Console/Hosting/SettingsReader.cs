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
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(Path.GetFullPath(dataFolder), FileName), optional: true)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(commandLine.Where(option => option.Value is not null))
                .Build();
            var settings = configuration.Get<ConsoleSettings>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
            return SettingsCheck.Problems(settings) is { Count: > 0 } problems ? throw new SettingsException(problems) : settings;
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidDataException)
        {
            throw new SettingsException([$"{FileName} or {EnvironmentPrefix}*: {exception.InnerException?.Message ?? exception.Message}"]);
        }
    }
}
