using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Synqup.Core.Sources.Portal;
using Synqup.Demo.Sources;

namespace Synqup.Demo.Office;

/// <summary>What an office does at its Console, by the same API that its scripts use.</summary>
internal sealed class OfficeClient(Uri portal, OfficeCredentials credentials) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private readonly HttpClient _http = new() { BaseAddress = portal, Timeout = TimeSpan.FromMinutes(2) };
    private volatile string? _token;

    public async Task<string> MakeEnrolmentKeyAsync(string name, CancellationToken cancellationToken) =>
        (await PostAsync<EnrolmentKey>("api/v1/enrolment-keys", new EnrolmentKeyRequest(name, 1), cancellationToken)).Key;

    public async Task<IReadOnlyList<AgentStanding>> AgentsAsync(CancellationToken cancellationToken) =>
        (await GetAsync<Page<AgentStanding>>("api/v1/agents", cancellationToken)).Items;

    public async Task<string> MakeConfigurationAsync(NewConfiguration configuration, CancellationToken cancellationToken) =>
        (await PostAsync<Created>("api/v1/configurations", configuration, cancellationToken)).Id;

    public async Task<string> MakeCustomerAsync(NewCustomer customer, CancellationToken cancellationToken) =>
        (await PostAsync<Created>("api/v1/enterprises", customer, cancellationToken)).Id;

    /// <exception cref="OfficeException">The file says nothing that can be used; its reason is in <see cref="OfficeException.Files"/>.</exception>
    public async Task<Inspection> InspectAsync(SourceFile file, CancellationToken cancellationToken) =>
        (await SendAsync<Page<Inspection>>(HttpMethod.Post, "api/v1/documents/inspect", () => Form([file], []), cancellationToken)).Items[0];

    /// <summary>Uploads documents of one customer and direction, whole or not at all.</summary>
    /// <returns>One answer per document, in any order.</returns>
    public async Task<IReadOnlyList<UploadedDocument>> UploadAsync(string customerId, IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>();
        if (documents[0].Direction is { } direction)
            fields.Add("direction", direction);
        if (documents[0].Pdf is { } pdf)
        {
            fields.Add("kind", pdf.Kind);
            fields.Add("number", pdf.Number);
            fields.Add("issueDate", pdf.IssueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        var files = documents.SelectMany(document => new[] { document.Main, document.Companion }).OfType<SourceFile>().ToList();
        return (await SendAsync<Page<UploadedDocument>>(HttpMethod.Post, $"api/v1/enterprises/{customerId}/documents", () => Form(files, fields), cancellationToken)).Items;
    }

    public Task<DocumentCounts> CountAsync(CancellationToken cancellationToken) => GetAsync<DocumentCounts>("api/v1/office/documents/counts", cancellationToken);

    /// <summary>One document with what its agent said of it.</summary>
    public Task<OfficeDocument> DocumentAsync(string id, CancellationToken cancellationToken) => GetAsync<OfficeDocument>("api/v1/office/documents/" + id, cancellationToken);

    /// <summary>Documents in a state, without what their agents said.</summary>
    /// <param name="state">Null for any.</param>
    public async Task<IReadOnlyList<OfficeDocument>> DocumentsAsync(string? state, CancellationToken cancellationToken)
    {
        var documents = new List<OfficeDocument>();
        string? after = null;
        do
        {
            var page = await GetAsync<Page<OfficeDocument>>($"api/v1/office/documents?limit=1000{Query("state", state)}{Query("after", after)}", cancellationToken);
            documents.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return documents;
    }

    /// <summary>Lets a document be delivered again.</summary>
    /// <param name="replaces">The number of its delivery so far.</param>
    public Task RedeliverAsync(string documentId, long replaces, CancellationToken cancellationToken) =>
        PostAsync<Page<RedeliveryAnswer>>("api/v1/redeliveries", new RedeliverySelection([new(documentId, replaces)]), cancellationToken);

    /// <summary>Turns the switch "Share documents with accountant" of every customer.</summary>
    public async Task ShareAsync(bool share, CancellationToken cancellationToken)
    {
        foreach (var customer in (await GetAsync<Page<JsonObject>>("api/v1/enterprises", cancellationToken)).Items)
        {
            var address = $"api/v1/enterprises/{customer["id"]}";
            customer.Remove("id");
            customer["share"] = share;
            await SendAsync<Created>(HttpMethod.Put, address, () => JsonContent.Create(customer), cancellationToken);
        }
    }

    /// <summary>Gives a configuration to another agent.</summary>
    public async Task GiveAsync(string configurationId, string agentId, CancellationToken cancellationToken)
    {
        var address = "api/v1/configurations/" + configurationId;
        var configuration = await GetAsync<JsonObject>(address, cancellationToken);
        configuration.Remove("id");
        configuration["agentId"] = agentId;
        await SendAsync<Created>(HttpMethod.Put, address, () => JsonContent.Create(configuration), cancellationToken);
    }

    /// <summary>Lets another agent take the place of one, with its configurations.</summary>
    public Task ReplaceAsync(string agentId, string by, CancellationToken cancellationToken) =>
        SendAsync<Created>(HttpMethod.Put, $"api/v1/agents/{agentId}/replacement", () => JsonContent.Create(new { by }), cancellationToken);

    public void Dispose() => _http.Dispose();

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static MultipartFormDataContent Form(IEnumerable<SourceFile> files, Dictionary<string, string> fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var file in files)
            form.Add(new StreamContent(file.Open()), "files", file.Name);
        return form;
    }

    private Task<T> GetAsync<T>(string address, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, address, static () => null, cancellationToken);

    private Task<T> PostAsync<T>(string address, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, address, () => JsonContent.Create(body, body.GetType(), options: Json), cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string address, Func<HttpContent?> body, CancellationToken cancellationToken)
    {
        using var first = await SendOnceAsync(method, address, body(), cancellationToken);
        if (first.StatusCode != HttpStatusCode.Unauthorized)
            return await ReadAsync<T>(first, address, cancellationToken);
        // The token has expired, or the Console was started again.
        _token = null;
        using var second = await SendOnceAsync(method, address, body(), cancellationToken);
        return await ReadAsync<T>(second, address, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string address, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token ??= await SignInAsync(cancellationToken));
        return await _http.SendAsync(request, cancellationToken);
    }

    private async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = credentials.ClientId,
            ["client_secret"] = credentials.ClientSecret,
            ["scope"] = PortalHeaders.OfficeScope,
        });
        using var response = await _http.PostAsync("connect/token", form, cancellationToken);
        var answer = await ReadAsync<JsonElement>(response, "connect/token", cancellationToken);
        return answer.GetProperty("access_token").GetString()!;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, string address, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return (await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken))!;
        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await response.Content.ReadFromJsonAsync<OfficeProblem>(Json, cancellationToken)
            : null;
        throw new OfficeException(response.StatusCode, problem, address);
    }
}
