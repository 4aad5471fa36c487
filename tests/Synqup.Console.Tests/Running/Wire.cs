using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Running;

internal static class Wire
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new DocumentKindConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.That(response.IsSuccessStatusCode, Is.True, $"{(int)response.StatusCode}: {text}");
            return JsonSerializer.Deserialize<T>(text, Json)!;
        }
    }

    /// <summary>The answer's problem: its status and the name at the end of its type.</summary>
    public static async Task<RefusedCall> ProblemAsync(this Task<HttpResponseMessage> call)
    {
        using var response = await call;
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        var type = body.GetProperty("type").GetString()!;
        Assert.That(type, Does.StartWith(PortalProblemTypes.Prefix));
        return new((int)response.StatusCode, type[PortalProblemTypes.Prefix.Length..], body.GetProperty("detail").GetString()!, body);
    }

    public static async Task<string> TextAsync(this Task<HttpResponseMessage> call)
    {
        using var response = await call;
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public static MultipartFormDataContent Form(Dictionary<string, string> fields, params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (name, content) in files)
            form.Add(new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "file", name);
        return form;
    }
}

internal sealed record RefusedCall(int Status, string Name, string Detail, JsonElement Body);
