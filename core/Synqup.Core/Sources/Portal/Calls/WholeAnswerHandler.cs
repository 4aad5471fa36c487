namespace Synqup.Core.Sources.Portal.Calls;

/// <summary>Reads a JSON answer to its end within the try, so that a broken or stalled one is tried again too.</summary>
internal sealed class WholeAnswerHandler : DelegatingHandler
{
    private const int LargestAnswer = 64 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
