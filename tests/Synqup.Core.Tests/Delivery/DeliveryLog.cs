using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;

namespace Synqup.Core.Tests.Delivery;

/// <summary>What a root says in the log, which is all that some events are said in.</summary>
internal sealed class DeliveryLog : ILogger<DeliveryRoot>
{
    private readonly ConcurrentQueue<string> _said = new();

    /// <summary>Each with its level.</summary>
    public IReadOnlyList<string> Said => [.. _said];

    public IReadOnlyList<string> Errors => [.. _said.Where(line => line.StartsWith("Error: ", StringComparison.Ordinal))];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _said.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
