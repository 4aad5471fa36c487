using System.Net.Http.Json;
using System.Text.Json;

namespace Synqup.Console.Tests.Running;

/// <summary>Holds every answer that any test gets to what <c>/openapi/v1.json</c> says that its address may answer.</summary>
internal sealed class DescribedAnswers(Uri console) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Lazy<Task<JsonElement>> _description = new(async () =>
    {
        using var client = new HttpClient();
        return (await client.GetFromJsonAsync<JsonElement>(new Uri(console, "openapi/v1.json"))).GetProperty("paths");
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal) && Find(await _description.Value, request) is { } operation)
            Compare(request, response, operation);
        return response;
    }

    private static JsonElement? Find(JsonElement paths, HttpRequestMessage request)
    {
        var asked = request.RequestUri!.AbsolutePath.Split('/');
        // A word that stands as it is goes before a placeholder, as in routing.
        return paths.EnumerateObject().Where(path => path.Name.Split('/') is var words && words.Length == asked.Length && words.Zip(asked).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second))
            .OrderBy(path => path.Name.Count(character => character == '{'))
            .SelectMany(path => path.Value.EnumerateObject()).Where(operation => operation.Name.Equals(request.Method.Method, StringComparison.OrdinalIgnoreCase))
            .Select(operation => (JsonElement?)operation.Value).FirstOrDefault();
    }

    private static void Compare(HttpRequestMessage request, HttpResponseMessage response, JsonElement operation)
    {
        var what = $"{request.Method} {request.RequestUri!.AbsolutePath} {(int)response.StatusCode}";
        if (!operation.GetProperty("responses").TryGetProperty(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), out var described))
            throw new AssertionException($"/openapi/v1.json does not have the answer {what}.");
        var media = described.TryGetProperty("content", out var content) ? content.EnumerateObject().Select(type => type.Name).ToList() : [];
        var given = response.Content.Headers.ContentType?.MediaType;
        if (given is null ? media.Count > 0 : !media.Contains(given) && !media.Contains("*/*"))
            throw new AssertionException($"/openapi/v1.json says {string.Join(", ", media.DefaultIfEmpty("nothing"))} for {what}, which has {given ?? "none"}.");
    }
}
