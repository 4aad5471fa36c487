using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Synqup.Console.Problems;

/// <summary>Turns what escaped an endpoint into a problem document that says what to do.</summary>
internal sealed partial class ProblemAnswers(ILogger<ProblemAnswers> logger) : IExceptionHandler
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int DiskFull = 13;
    private const int RetryAfterSeconds = 30;
    private const string Described = "What belongs there is described at /openapi/v1.json.";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true;

        // The framework's own sentence for it is one for the program's authors.
        var (type, detail) = exception is BadHttpRequestException { StatusCode: 400, InnerException: null } && httpContext.Request.ContentLength is 0
            ? (ProblemType.BadRequest, $"The body is empty. {Described}")
            : Read(exception);
        if (type.Status >= 500)
            LogFailure(httpContext.Request.Method, httpContext.Request.Path, exception);
        if (type == ProblemType.Unavailable)
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Problem.Of(type, detail).ExecuteAsync(httpContext);
        return true;
    }

    private static (ProblemType Type, string Detail) Read(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: 413 } => (ProblemType.TooLarge, "The body is larger than this address takes. Send less at once."),
        BadHttpRequestException { StatusCode: 415 } => (ProblemType.UnsupportedMediaType, "Send application/json, or for files multipart/form-data."),
        BadHttpRequestException { InnerException: JsonException json } => (ProblemType.BadRequest, $"{UnreadJson.Sentence(json)} {Described}"),
        BadHttpRequestException bad => (ProblemType.BadRequest, bad.Message),
        NotThereException absent => (ProblemType.NotFound, absent.Message),
        InvalidDataException data => (ProblemType.BadRequest, $"The body cannot be read: {data.Message}"),
        SqliteException { SqliteErrorCode: Busy or Locked } => (ProblemType.Unavailable, "The database is busy. Try again shortly."),
        SqliteException { SqliteErrorCode: DiskFull } => (ProblemType.Unavailable, "The disk of the Console is full. Its operator has to make room."),
        DbUpdateException { InnerException: { } inner } => Read(inner),
        IOException { InnerException: not SocketException } => (ProblemType.Unavailable, "The Console could not read or write its data. Its operator finds the cause in the log."),
        _ => (ProblemType.Unexpected, "The cause is in the Console's log."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailure(string method, string path, Exception exception);
}
