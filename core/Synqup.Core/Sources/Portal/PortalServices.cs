using System.IO.Abstractions;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Refit;
using Synqup.Core.Sources.Portal.Calls;
using Synqup.Core.Sources.Portal.Contents;
using Synqup.Core.Sources.Portal.Failures;
using Synqup.Core.Sources.Portal.Identity;
using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Sources.Portal;

internal static class PortalServices
{
    /// <summary>
    /// Adds one office's Console as an <see cref="IDocumentSource"/>, keyed by the connection's name and also among all sources. The
    /// host brings <see cref="ISecretProtection"/>.
    /// </summary>
    public static IServiceCollection AddPortal(this IServiceCollection services, PortalConnection connection)
    {
        var name = connection.Name;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFileSystem, FileSystem>();
        services.TryAddSingleton(provider => new TrafficLimits([], provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<PortalPipelines>();
        services.AddLogging();

        services.AddKeyedSingleton(name, (provider, _) => new PortalFailures(connection, provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(name, (provider, _) => new AskedPause(
            provider.GetRequiredService<IFileSystem>(), Path.Combine(connection.DataFolder, "connections", name), provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(name, (provider, _) => new CredentialStore(
            provider.GetRequiredService<IFileSystem>(), provider.GetRequiredService<ISecretProtection>(), connection.DataFolder));
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var files = provider.GetRequiredService<IFileSystem>();
            return new InstanceIdentity(files, connection.DataFolder, () => MachineId.Read(files));
        });
        services.AddKeyedSingleton(name, (provider, _) => new Enrolment(
            connection,
            provider.GetRequiredKeyedService<CredentialStore>(name),
            provider.GetRequiredKeyedService<InstanceIdentity>(name),
            provider.GetRequiredKeyedService<IPortalSignIn>(name),
            provider.GetRequiredService<ILogger<Enrolment>>()));
        services.AddKeyedSingleton(name, (provider, _) => new AccessTokens(
            connection,
            provider.GetRequiredKeyedService<IPortalSignIn>(name),
            provider.GetRequiredKeyedService<Enrolment>(name),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AccessTokens>>()));

        AddClient<IPortalSignIn>(services, connection, "sign-in", AnswerKind.Json, signed: false);
        AddClient<IPortalCalls>(services, connection, "call", AnswerKind.Json);
        AddClient<IPortalListing>(services, connection, "listing", AnswerKind.Json);
        AddClient<IPortalContents>(services, connection, "content", AnswerKind.Content);

        services.AddKeyedSingleton<IDocumentSource>(name, (provider, _) => Create(provider, connection));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IDocumentSource>(name));
        return services;
    }

    private static PortalSource Create(IServiceProvider provider, PortalConnection connection)
    {
        var calls = provider.GetRequiredKeyedService<IPortalCalls>(connection.Name);
        var contents = provider.GetRequiredKeyedService<IPortalContents>(connection.Name);
        var failures = provider.GetRequiredKeyedService<PortalFailures>(connection.Name);
        var time = provider.GetRequiredService<TimeProvider>();
        var limits = provider.GetRequiredService<TrafficLimits>();
        var downloads = new PartDownload(connection, contents, failures, limits, time, provider.GetRequiredService<ILogger<PartDownload>>());
        var bundles = new BundleDownload(connection, contents, downloads, limits, time);
        return new PortalSource(
            connection,
            calls,
            provider.GetRequiredKeyedService<IPortalListing>(connection.Name),
            new AcknowledgementSender(calls, failures),
            new ContentFetcher(connection, bundles, downloads, time, provider.GetRequiredService<ILogger<ContentFetcher>>()),
            new OfferQuestion(connection, contents, failures, limits, time),
            provider.GetRequiredKeyedService<AccessTokens>(connection.Name),
            failures);
    }

    private static void AddClient<TClient>(IServiceCollection services, PortalConnection connection, string purpose, AnswerKind kind, bool signed = true)
        where TClient : class
    {
        var name = connection.Name;
        var client = services
            .AddKeyedRefitGeneratedClient<TClient>(name, provider => Settings(provider.GetRequiredKeyedService<PortalFailures>(name)), $"{name}: {purpose}")
            .RemoveAllLoggers()
            // The pool renews its connections itself, and the circuit breaker's memory must not be dropped every two minutes.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(client =>
            {
                client.BaseAddress = connection.Address;
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(() => Transport(connection, kind))
            .AddHttpMessageHandler(provider => new FailureHandler(provider.GetRequiredKeyedService<PortalFailures>(name), kind))
            .AddHttpMessageHandler(provider => new InstanceHandler(provider.GetRequiredKeyedService<InstanceIdentity>(name)));
        if (signed)
            client.AddHttpMessageHandler(provider => new AccessTokenHandler(provider.GetRequiredKeyedService<AccessTokens>(name)));
        client.AddHttpMessageHandler(provider => new AskedPauseHandler(
            provider.GetRequiredKeyedService<AskedPause>(name), provider.GetRequiredKeyedService<PortalFailures>(name), signed ? "calls" : "sign-in",
            connection.Timings.LongestRetryAfter, provider.GetRequiredService<TimeProvider>()));
        if (signed)
            client.AddHttpMessageHandler(provider => new LimitHandler(provider.GetRequiredService<TrafficLimits>()));
        client.AddHttpMessageHandler(provider => new ResilienceHandler(provider.GetRequiredService<PortalPipelines>().For(connection, purpose, kind == AnswerKind.Content ? connection.Timings.ContentRetries : connection.Timings.Retries)));
        client.AddHttpMessageHandler(provider => new AskedPauseListener(provider.GetRequiredKeyedService<AskedPause>(name), provider.GetRequiredService<TimeProvider>()));
        if (kind == AnswerKind.Json)
            client.AddHttpMessageHandler(() => new WholeAnswerHandler());
    }

    private static SocketsHttpHandler Transport(PortalConnection connection, AnswerKind kind) => new()
    {
        // A redirect could carry credentials elsewhere.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = kind == AnswerKind.Json ? DecompressionMethods.All : DecompressionMethods.None,
        // Plain HTTP to this machine must not leave it through a proxy.
        UseProxy = !connection.Address.IsLoopback,
        Proxy = connection.Proxy,
        // Contents are limited by the settings, and one that a hanging disk does not take keeps its connection.
        MaxConnectionsPerServer = kind == AnswerKind.Content ? 256 : 16,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    };

    private static RefitSettings Settings(PortalFailures failures) => new(new SystemTextJsonContentSerializer(PortalJson.Default.Options))
    {
        TransportExceptionFactory = (_, exception, _) => exception,
        DeserializationExceptionFactory = (_, exception) => ValueTask.FromResult<Exception?>(failures.FromUnreadable(exception)),
    };
}
