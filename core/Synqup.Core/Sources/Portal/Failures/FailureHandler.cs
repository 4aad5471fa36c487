using System.Net;

namespace Synqup.Core.Sources.Portal.Failures;

/// <summary>What callers of the generated clients see: a usable answer, their own cancellation, or a <see cref="SourceException"/>.</summary>
internal sealed class FailureHandler(PortalFailures failures, AnswerKind kind) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is not SourceException)
        {
            throw failures.From(exception);
        }

        if (response.StatusCode == HttpStatusCode.NotModified || (response.IsSuccessStatusCode && IsExpected(response)))
            return response;
        using (response)
            throw await failures.FromAsync(response, cancellationToken);
    }

    private bool IsExpected(HttpResponseMessage response)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        return kind switch
        {
            AnswerKind.Json => mediaType is "application/json",
            // A part may be of any media type, but what is not from the Console bears no ETag.
            _ => mediaType is PortalHeaders.BundleMediaType || response.Headers.ETag is not null,
        };
    }
}

internal enum AnswerKind
{
    Json,
    Content,
}
