using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NLog;
using NLog.Config;
using NLog.Extensions.Logging;
using NLog.Layouts;
using NLog.Targets;
using NLog.Targets.Wrappers;
using Synqup.Core.Configuration;
using Synqup.Core.Health;

namespace Synqup.Host.Agent;

/// <summary>
/// One JSON file for programs and one readable file for people, both rolling, and the console. The current files keep their
/// names, so that whatever follows them need not look for a new one.
/// </summary>
internal static class AgentLogging
{
    public const string JsonFile = "synqup.json.log";
    public const string ReadableFile = "synqup.log";

    private const long LargestFile = 20 * 1024 * 1024;
    private const int KeptFiles = 30;

    // The framework's own chatter is for its developers; ours is for people.
    private static readonly string[] Quiet = ["Microsoft", "System", "Polly"];

    public static ILoggingBuilder AddAgentLog(this ILoggingBuilder logging, LogSettings settings, ConsoleLog console, long largestFile = LargestFile)
    {
        logging.SetMinimumLevel(settings.Level);
        foreach (var category in Quiet) logging.AddFilter(category, Microsoft.Extensions.Logging.LogLevel.Warning);
        // Made by the container, so that it is disposed with it: that is what writes the last lines.
        logging.Services.AddSingleton<ILoggerProvider>(_ => new NLogLoggerProvider(
            new NLogProviderOptions { ShutdownOnDispose = true, RemoveLoggerFactoryFilter = false }, Factory(settings, console, largestFile)));
        return logging;
    }

    private static LogFactory Factory(LogSettings settings, ConsoleLog console, long largestFile)
    {
        var factory = new LogFactory();
        var rules = new LoggingConfiguration(factory);
        rules.AddRule(NLog.LogLevel.Trace, NLog.LogLevel.Fatal, Buffered(Rolling(settings.Folder, JsonFile, Structured(), largestFile)));
        rules.AddRule(NLog.LogLevel.Trace, NLog.LogLevel.Fatal, Buffered(Rolling(settings.Folder, ReadableFile, Readable("${longdate} "), largestFile)));
        if (console != ConsoleLog.None)
        {
            rules.AddRule(console == ConsoleLog.Warnings ? NLog.LogLevel.Warn : NLog.LogLevel.Trace, NLog.LogLevel.Fatal,
                new ConsoleTarget { Layout = Readable(console == ConsoleLog.Journal ? "" : "${time} "), StdErr = console == ConsoleLog.Warnings });
        }

        factory.Configuration = rules;
        return factory;
    }

    // Nothing is dropped: a full queue makes the writer wait a moment.
    private static AsyncTargetWrapper Buffered(Target target) => new(target, 10_000, AsyncTargetWrapperOverflowAction.Block);

    private static FileTarget Rolling(string folder, string name, Layout layout, long largestFile) => new()
    {
        FileName = Path.Combine(folder, name),
        ArchiveFileName = Path.Combine(folder, Path.GetFileNameWithoutExtension(name) + ".{#}" + Path.GetExtension(name)),
        ArchiveSuffixFormat = ".{1:yyyyMMdd}.{0:00}",
        ArchiveEvery = FileArchivePeriod.Day,
        ArchiveAboveSize = largestFile,
        MaxArchiveFiles = KeptFiles,
        KeepFileOpen = true,
        Layout = layout,
    };

    // Where an error was thrown is for who mends the program: the JSON file has it.
    private static CompoundLayout Readable(string time) => new()
    {
        Layouts =
        {
            new SimpleLayout(time + "${level:uppercase=true:padding=-5} "),
            Layout.FromMethod(line => ShownText.Of(line.Exception is { } error ? $"{line.FormattedMessage}: {error.Message} ({error.GetType().Name})" : line.FormattedMessage), LayoutRenderOptions.ThreadAgnostic),
        },
    };

    private static JsonLayout Structured() => new()
    {
        SuppressSpaces = true,
        IncludeEventProperties = true,
        IncludeScopeProperties = true,
        // A path is its text, and not the properties of its record.
        MaxRecursionLimit = 0,
        ExcludeProperties = { "EventId", "EventId_Id", "EventId_Name" },
        Attributes =
        {
            new JsonAttribute("time", "${date:universalTime=true:format=o}"),
            new JsonAttribute("level", "${level:lowercase=true}"),
            new JsonAttribute("logger", "${logger}"),
            new JsonAttribute("message", "${message}"),
            new JsonAttribute("exception", "${exception:format=tostring}"),
        },
    };
}

/// <summary>What of the log goes to the console.</summary>
internal enum ConsoleLog
{
    None,

    /// <summary>To standard error: standard output is the command's answer.</summary>
    Warnings,

    Everything,

    /// <summary>Everything, for a journal that adds the time itself.</summary>
    Journal,
}
