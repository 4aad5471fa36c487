using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Synqup.Core.Sources.Portal;

namespace Synqup.Host.Tests;

/// <summary>A Console with one agent, a configuration and documents without contents, on a loopback port.</summary>
internal sealed class TestPortal : IAsyncDisposable
{
    public const string Key = "enrolment-key-of-the-test";
    private readonly WebApplication _application;

    private TestPortal(WebApplication application) => _application = application;

    public string Address => _application.Urls.First();

    public AgentConfiguration Configuration { get; set; } = new([], []);

    /// <summary>What it lists.</summary>
    public IReadOnlyList<DocumentDescription> Documents { get; set; } = [];

    /// <summary>What it was told of as delivered before.</summary>
    public IReadOnlyList<DeliveredDocument> Delivered { get; set; } = [];

    /// <summary>Documents that were asked for once more, with the delivery number that this replaces.</summary>
    public ConcurrentQueue<(string Document, long Replaces)> Redelivered { get; } = new();

    /// <summary>A document that it does not have any more.</summary>
    public string? Removed { get; set; }

    /// <summary>A document that no agent may fetch.</summary>
    public string? NotOffered { get; set; }

    /// <summary>The name of the problem with which it refuses to deliver anything once more; null when it does not.</summary>
    public string? Refusal { get; set; }

    public static async Task<TestPortal> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var application = builder.Build();
        var portal = new TestPortal(application);
        portal.Map();
        await application.StartAsync();
        return portal;
    }

    /// <summary>One customer in one configuration of the generic folder.</summary>
    public void Configure(string root, string package = "generic-folder") => Configuration = new(
        [new AccountingPackageConfiguration("c1", "Own folders", "agent-1", package, new ConfigurationPaths($"{root}/[enterprise_name]", null, null, null), "vat", null)],
        [new CustomerDescription("e1", "Peeters N.V.", "BE0477472701", "0477472701", null, "c1", DateTimeOffset.UnixEpoch)]);

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private void Map()
    {
        _application.MapGet("/.well-known/openid-configuration", () => Results.Json(new { token_endpoint = $"{Address}/connect/token" }));
        _application.MapPost("/connect/token", () => Results.Json(new { access_token = "token", expires_in = 3600, token_type = "Bearer" }));
        _application.MapPost("/api/v1/agents", (HttpRequest request) => request.Headers.Authorization.ToString() == $"Enrolment {Key}"
            ? Answer(new AgentCredentials("agent-1", "client-1", "secret-1"))
            : Results.Json(new { type = PortalProblemTypes.Prefix + PortalProblemTypes.EnrolmentKeyUnknown, title = "Unknown key" }, contentType: "application/problem+json", statusCode: 401));
        _application.MapPut("/api/v1/agents/self", () => Answer(new HeartbeatAnswer("Kantoor Janssens", 60)));
        _application.MapGet("/api/v1/configuration", (HttpResponse response) =>
        {
            response.Headers.ETag = "\"1\"";
            return Answer(Configuration);
        });
        _application.MapPost("/api/v1/documents/{id}/redelivery", async (string id, HttpRequest request) =>
        {
            if (Refusal is { } refusal)
                return Results.Json(new { type = PortalProblemTypes.Prefix + refusal, title = "Refused" }, contentType: "application/problem+json", statusCode: 409);
            if (id == Removed)
                return Results.Json(new { type = "urn:synqup:problem:notFound", title = "Not found" }, contentType: "application/problem+json", statusCode: 404);
            var asked = (await JsonSerializer.DeserializeAsync(request.Body, PortalJson.Default.RedeliveryRequest))!;
            Redelivered.Enqueue((id, asked.Replaces));
            return Answer(new RedeliveryAnswer(id, asked.Replaces + 1));
        });
        _application.MapGet("/api/v1/deliveries", (long after) =>
            Answer(new DeliveredPage([.. Delivered.Where(one => one.Document.Sequence > after)], Math.Max(after, Delivered.Select(one => one.Document.Sequence).DefaultIfEmpty(0).Max()))));
        _application.MapPost("/api/v1/documents/bundle", async (HttpRequest request) =>
        {
            var asked = (await JsonSerializer.DeserializeAsync(request.Body, PortalJson.Default.BundleRequest))!;
            var archive = new MemoryStream();
            await using (var tar = new TarWriter(archive, leaveOpen: true))
            {
                foreach (var item in asked.Items.Where(one => one.Id == NotOffered))
                {
                    await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, $"{item.Id}/{PortalHeaders.ProblemEntry}")
                    {
                        DataStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new PortalProblem(PortalProblemTypes.Prefix + PortalProblemTypes.NotAvailable, "Not available", "The switch 'share' is off."), PortalJson.Default.PortalProblem)),
                    });
                }
            }

            // The writer ends an archive only when something is in it.
            return Results.Bytes(archive.Length > 0 ? archive.ToArray() : new byte[1024], PortalHeaders.BundleMediaType);
        });
        _application.MapGet("/api/v1/documents", async (long? after, int? wait, CancellationToken cancellationToken) =>
        {
            if (Documents.Where(one => one.Sequence > (after ?? 0)).ToList() is [.., var last] listed)
                return Answer(new DocumentPage(listed, last.Sequence));
            await Task.Delay(TimeSpan.FromSeconds(wait ?? 0), TimeProvider.System, cancellationToken);
            return Answer(new DocumentPage([], after ?? 0));
        });
    }

    private static IResult Answer<T>(T value) => Results.Text(JsonSerializer.Serialize(value, typeof(T), PortalJson.Default), "application/json");
}
