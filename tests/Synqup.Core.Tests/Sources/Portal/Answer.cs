using Microsoft.AspNetCore.Http;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>What a Console, or something in its place, may answer.</summary>
internal static class Answer
{
    public static RequestDelegate Json(string json, string? etag = null) => context =>
    {
        context.Response.ContentType = "application/json";
        if (etag is not null)
            context.Response.Headers.ETag = etag;
        return context.Response.WriteAsync(json);
    };

    public static RequestDelegate Status(int status, string? retryAfter = null, string? location = null) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        if (location is not null)
            context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    public static RequestDelegate Problem(int status, string type, string detail) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync($$"""{"type":"urn:synqup:problem:{{type}}","title":"No","status":{{status}},"detail":"{{detail}}"}""");
    };

    public static RequestDelegate Html(int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync("<html><body>Welcome to the hotel. Please sign in.</body></html>");
    };

    /// <summary>Takes the request and never answers.</summary>
    public static RequestDelegate Never() => context =>
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(gone.SetResult);
        return gone.Task;
    };

    /// <summary>Breaks the connection without an answer.</summary>
    public static RequestDelegate Reset() => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };
}
