using Microsoft.Extensions.Logging;
using Synqup.Chaos.Running;
using Synqup.Core.Ledger;

namespace Synqup.Chaos.Worlds;

/// <summary>What the agent logs, in the words of the trace; and the watch for mistakes that it would only log.</summary>
internal sealed class WordsLogging(Trace trace) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Logger(trace);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Logger(Trace trace) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => trace.IsInWords || logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not (null or IOException or UnauthorizedAccessException or LedgerException or InvalidDataException or ProcessGoneException))
                trace.Mistake ??= exception;
            if (trace.IsInWords)
                trace.Say($"    {logLevel}: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}");
        }
    }
}
