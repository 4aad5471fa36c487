using System.Net;
using Microsoft.Extensions.Logging;
using Synqup.Core.Sources.Portal.Calls;
using Synqup.Core.Sources.Portal.Failures;
using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>One content by itself, resumed where the connection breaks.</summary>
internal sealed partial class PartDownload(
    PortalConnection connection, IPortalContents contents, PortalFailures failures, TrafficLimits limits, TimeProvider time, ILogger<PartDownload> logger)
{
    public async Task FetchAsync(PartRequest part, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        Stream first;
        try
        {
            first = await OpenAsync(part, 0, cancellationToken);
        }
        catch (SourceException refusal) when (refusal.Failure == SourceFailure.Refused)
        {
            await receiver.UnavailableAsync(part, refusal.Message, refusal.Absence, cancellationToken);
            return;
        }

        await using (first)
            await ReceiveAsync(part, first, receiver, cancellationToken);
    }

    /// <summary>Hands over a content that begins in <paramref name="first"/>. False when that one broke, whatever came of the content.</summary>
    public async Task<bool> ReceiveAsync(PartRequest part, Stream first, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        await using var content = new ResumingStream(part, first, ResumeAsync);
        try
        {
            await receiver.ReceiveAsync(part, content, cancellationToken);
        }
        catch (Exception exception) when (exception is not SourceException && content.Failure is { } failure)
        {
            throw failure;
        }
        catch (SourceException refusal) when (refusal.Failure == SourceFailure.Refused && refusal == content.Failure)
        {
            await receiver.UnavailableAsync(part, refusal.Message, refusal.Absence, cancellationToken);
        }

        return !content.Resumed;
    }

    private async Task<Stream> ResumeAsync(PartRequest part, long offset, int tries, Exception broken, CancellationToken cancellationToken)
    {
        if (tries > connection.Timings.ContentRetries)
            throw new SourceException(
                SourceFailure.Unavailable,
                $"Part '{part.Part}' of document {part.DocumentId} broke off {tries} times at {offset} of {part.Size} bytes: {failures.From(broken).Message}",
                broken);
        LogResumed(connection.Name, part.Part, part.DocumentId, offset, part.Size, broken.Message);
        if (tries > 1)
            await Backoff.WaitAsync(tries - 1, connection.Timings, time, cancellationToken);
        return await OpenAsync(part, offset, cancellationToken);
    }

    private async Task<Stream> OpenAsync(PartRequest part, long offset, CancellationToken cancellationToken)
    {
        var etag = $"\"{part.Sha256}\"";
        var response = offset == 0
            ? await contents.PartAsync(part.DocumentId, part.Part, part.DeliveryNumber, null, null, cancellationToken)
            : await contents.PartAsync(part.DocumentId, part.Part, part.DeliveryNumber, $"bytes={offset}-", etag, cancellationToken);
        try
        {
            if (Mismatch(part, offset, etag, response) is { } mismatch)
                throw new SourceException(
                    SourceFailure.Refused,
                    $"Part '{part.Part}' of document {part.DocumentId} at the Console of connection '{connection.Name}' is not the one that was listed: {mismatch}. Tell who runs the Console; a redelivery from there lists the document anew.")
                { Status = (int)response.StatusCode };
            return await StallGuardStream.OpenAsync(response, connection.Timings, limits, time, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static string? Mismatch(PartRequest part, long offset, string etag, HttpResponseMessage response)
    {
        var headers = response.Content.Headers;
        if (response.Headers.ETag is { } answered && (answered.IsWeak || !string.Equals(answered.Tag, etag, StringComparison.OrdinalIgnoreCase)))
            return $"its ETag is {answered}, expected was {etag}";
        if (headers.ContentLength is { } length && length != part.Size - offset)
            return $"{length} bytes were offered from byte {offset} on, expected were {part.Size - offset}";
        if (offset > 0 && (response.StatusCode != HttpStatusCode.PartialContent || headers.ContentRange?.From != offset))
            return $"from byte {offset} on it was not continued but begun anew";
        return null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connection {Connection}: part {Part} of document {DocumentId} broke off at {Offset} of {Size} bytes and is resumed: {Cause}")]
    private partial void LogResumed(string connection, string part, string documentId, long offset, long size, string cause);
}
