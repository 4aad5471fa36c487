using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Sources.Portal.Calls;

/// <summary>One Polly pipeline for each purpose: retry around circuit breaker around the time limit of one try.</summary>
internal sealed partial class PortalPipelines(TimeProvider time, TrafficLimits limits, ILogger<PortalPipelines> logger)
{
    /// <summary>Key of the request option that holds the time limit of one try where it is not <see cref="PortalTimings.Answer"/>.</summary>
    public const string AllowedTime = "Synqup.AllowedTime";

    private static readonly HttpRequestOptionsKey<TimeSpan> AllowedTimeKey = new(AllowedTime);

    public ResiliencePipeline<HttpResponseMessage> For(PortalConnection connection, string purpose, int retries)
    {
        var timings = connection.Timings;
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (retries > 0)
            pipeline.AddRetry(Retry(connection, purpose, retries));
        return pipeline
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.9,
                MinimumThroughput = timings.BreakAfter,
                SamplingDuration = timings.Break * 2,
                BreakDuration = timings.Break,
                // A server that says when to come back is alive.
                ShouldHandle = arguments => ValueTask.FromResult(
                    IsTransient(arguments.Outcome, arguments.Context.CancellationToken)
                    && arguments.Outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = arguments => ValueTask.FromResult(
                    arguments.Context.GetRequestMessage() is { } request && request.Options.TryGetValue(AllowedTimeKey, out var allowed) ? allowed : timings.Answer),
            })
            .Build();
    }

    private RetryStrategyOptions<HttpResponseMessage> Retry(PortalConnection connection, string purpose, int retries) => new()
    {
        MaxRetryAttempts = retries,
        Delay = connection.Timings.FirstDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = arguments => ValueTask.FromResult(
            IsTransient(arguments.Outcome, arguments.Context.CancellationToken)
            && !(RetryAfter.Of(arguments.Outcome.Result, time) > connection.Timings.LongestRetryAfter)),
        DelayGenerator = arguments => ValueTask.FromResult(RetryAfter.Of(arguments.Outcome.Result, time)),
        OnRetry = arguments =>
        {
            var cause = arguments.Outcome.Exception?.Message ?? $"{(int)arguments.Outcome.Result!.StatusCode} {arguments.Outcome.Result.ReasonPhrase}";
            if (arguments.Context.GetRequestMessage()?.IsHeartbeat() != true)
                limits.Requested();
            LogRetry(connection.Name, purpose, arguments.RetryDelay, cause);
            return default;
        },
    };

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome, CancellationToken cancellationToken) => outcome switch
    {
        { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
        { Result.StatusCode: HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported } => false,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError } => true,
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.ConfigurationLimitExceeded } } => false,
        { Exception: HttpRequestException or TimeoutRejectedException or IOException } => true,
        // SocketsHttpHandler reports its connect timeout as a cancellation.
        { Exception: OperationCanceledException } => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Connection {Connection}: {Purpose} failed ({Cause}), tried again in {Delay}")]
    private partial void LogRetry(string connection, string purpose, TimeSpan delay, string cause);
}
