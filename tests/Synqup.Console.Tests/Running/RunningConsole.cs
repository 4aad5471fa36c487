using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Console.Commands;
using Synqup.Console.Hosting;
using Synqup.Console.OfficeSide;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Running;

/// <summary>The real Console on a free loopback port, with a data folder of its own.</summary>
internal sealed class RunningConsole : IAsyncDisposable
{
    // Migrating takes most of a start, so all cases but those about it begin with a copy.
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    // Offices never see each other, so cases that make one of their own can share a Console.
    private static readonly Lazy<Task<RunningConsole>> Shared = new(() => AloneAsync(new() { Limits = new() { SignInsPerMinute = 1_000_000 } }));

    private readonly bool _ownsFolder;
    private readonly bool _shared;

    private RunningConsole(WebApplication app, DataFolder data, bool ownsFolder, bool shared = false) => (App, Data, _ownsFolder, _shared) = (app, data, ownsFolder, shared);

    public WebApplication App { get; }

    public DataFolder Data { get; }

    public Uri Address => new(App.Urls.First());

    /// <summary>A Console that other cases use too, each with offices of its own.</summary>
    public static async Task<RunningConsole> StartAsync()
    {
        var shared = await Shared.Value;
        return new(shared.App, shared.Data, ownsFolder: false, shared: true);
    }

    public static async Task StopSharedAsync()
    {
        if (Shared.IsValueCreated)
            await (await Shared.Value).DisposeAsync();
    }

    public static async Task<RunningConsole> AloneAsync(ConsoleSettings? settings = null, TimeProvider? time = null, string? folder = null)
    {
        var data = DataFolder.Open(folder ?? NewFolder());
        if (!File.Exists(data.Database))
            File.Copy(await Template.Value, data.Database);
        var app = ConsoleApplication.Build(data, (settings ?? new()) with { Urls = "http://127.0.0.1:0" }, time);
        await ConsoleApplication.PrepareAsync(app, CancellationToken.None);
        await app.StartAsync();
        return new(app, data, folder is null);
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("synqup-console-").FullName;

    /// <summary>Patient: a hundred mebibytes are sent while others use the machine.</summary>
    public HttpClient Client() => new(new DescribedAnswers(Address)) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(4) };

    public async Task<OfficeScript> OfficeAsync(string name = "Kantoor")
    {
        await using var scope = App.Services.CreateAsyncScope();
        var office = await OfficeCommands.CreateAsync(scope.ServiceProvider, name, CancellationToken.None);
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(client, office.ClientId, office.ClientSecret, PortalHeaders.OfficeScope));
        return new(this, office, client);
    }

    public static async Task<string> TokenAsync(HttpClient client, string id, string secret, string scope)
    {
        using var response = await AskForTokenAsync(client, id, secret, scope);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public static Task<HttpResponseMessage> AskForTokenAsync(HttpClient client, string id, string secret, string scope) => client.PostAsync("connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = id,
        ["client_secret"] = secret,
        ["scope"] = scope,
    }));

    public async ValueTask DisposeAsync()
    {
        if (_shared)
            return;
        await App.StopAsync();
        await App.DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={Data.Database}"))
            SqliteConnection.ClearPool(connection);
        if (_ownsFolder)
            Directory.Delete(Data.Path, recursive: true);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var data = DataFolder.Open(NewFolder());
        await using (var app = ConsoleApplication.Build(data, new()))
            await ConsoleApplication.PrepareAsync(app, CancellationToken.None);
        SqliteConnection.ClearAllPools();
        return data.Database;
    }
}

/// <summary>A script of one office.</summary>
internal sealed record OfficeScript(RunningConsole Console, NewOffice Office, HttpClient Http)
{
    public async Task<AgentProgram> EnrolAsync(string instance = "instance-1", string name = "SRV01")
    {
        var key = await PostAsync<NewEnrolmentKey>("enrolment-keys", new { uses = 1 });
        var client = Console.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/agents") { Content = JsonContent.Create(new AgentRegistration(name, "machine", instance)) };
        request.Headers.Authorization = new(PortalHeaders.EnrolmentScheme, key.Key);
        using var response = await client.SendAsync(request);
        var credentials = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<AgentCredentials>(Wire.Json))!;
        client.DefaultRequestHeaders.Authorization = new("Bearer", await RunningConsole.TokenAsync(client, credentials.ClientId, credentials.ClientSecret, PortalHeaders.AgentScope));
        client.DefaultRequestHeaders.Add(PortalHeaders.Instance, instance);
        return new(credentials, instance, client);
    }

    public Task<ConfigurationView> ConfigurationAsync(AgentProgram? agent, string purchases = "/srv/[enterprise_identifier]/in", string? statements = "/srv/[enterprise_identifier]/coda") =>
        PostAsync<ConfigurationView>("configurations", new { name = "Winbooks", agentId = agent?.Id, package = "winbooks", paths = new { purchases, statements } });

    public Task<EnterpriseView> CustomerAsync(ConfigurationView? configuration, string vat = Some.CustomerVat, string name = "Janssens") =>
        PostAsync<EnterpriseView>("enterprises", new { name, vat, configurationId = configuration?.Id });

    /// <summary>A customer whose documents an agent may fetch.</summary>
    public async Task<(AgentProgram Agent, ConfigurationView Configuration, EnterpriseView Customer)> LinkedCustomerAsync()
    {
        var agent = await EnrolAsync();
        var configuration = await ConfigurationAsync(agent);
        return (agent, configuration, await CustomerAsync(configuration));
    }

    public Task<HttpResponseMessage> SendAsync(EnterpriseView customer, params (string Name, byte[] Content)[] files) => SendWithAsync(customer, [], files);

    public Task<HttpResponseMessage> SendWithAsync(EnterpriseView customer, Dictionary<string, string> fields, params (string Name, byte[] Content)[] files) =>
        Http.PostAsync($"api/v1/enterprises/{customer.Id}/documents", Wire.Form(fields, files));

    public async Task<Synqup.Console.Intake.UploadItem> UploadAsync(EnterpriseView customer, string number = "2026/1") =>
        (await (await SendAsync(customer, ("invoice.xml", Some.Ubl(number)))).ReadAsync<Synqup.Console.Intake.UploadAnswer>()).Items.Single();

    public async Task<T> PostAsync<T>(string path, object body) => await (await Http.PostAsJsonAsync($"api/v1/{path}", body, Wire.Json)).ReadAsync<T>();

    public async Task<T> PutAsync<T>(string path, object body) => await (await Http.PutAsJsonAsync($"api/v1/{path}", body, Wire.Json)).ReadAsync<T>();

    public async Task<T> GetAsync<T>(string path) => await (await Http.GetAsync($"api/v1/{path}")).ReadAsync<T>();
}

/// <summary>An enrolled agent.</summary>
internal sealed record AgentProgram(AgentCredentials Credentials, string Instance, HttpClient Http)
{
    public string Id => Credentials.AgentId;

    public async Task<DocumentPage> ListAsync(string query = "") => await (await Http.GetAsync("api/v1/documents" + query)).ReadAsync<DocumentPage>();

    public Task<HttpResponseMessage> HeartbeatAsync(bool released = false, params PluginReport[] plugins) => SayAsync(new("1.0", "Linux", Instance, plugins, [], null, released));

    /// <summary>That nothing is open here, of a configuration.</summary>
    public Task<HttpResponseMessage> ReleaseAsync(string? configuration) => SayAsync(new("1.0", "Linux", Instance, [], [], null, Released: true, configuration));

    /// <summary>The ETag of its configuration as it is now.</summary>
    public async Task<string> ConfigurationAsync()
    {
        using var response = await Http.GetAsync("api/v1/configuration");
        return response.Headers.ETag!.ToString();
    }

    private Task<HttpResponseMessage> SayAsync(Heartbeat heartbeat) => Http.PutAsJsonAsync("api/v1/agents/self", heartbeat, Wire.Json);

    public async Task<AcknowledgementResult> AcknowledgeAsync(string document, long delivery, AcknowledgementOutcome outcome, string? reason = null) =>
        (await (await AcknowledgeAsync(new Acknowledgement(document, delivery, outcome, DateTimeOffset.UnixEpoch, outcome == AcknowledgementOutcome.Error ? [] : [new("/srv/x.xml", 1, "aa")], reason))).ReadAsync<AcknowledgementResults>()).Items.Single();

    public Task<HttpResponseMessage> AcknowledgeAsync(params Acknowledgement[] items) => Http.PostAsJsonAsync("api/v1/acknowledgements", new AcknowledgementBatch(items), Wire.Json);

    public Task<HttpResponseMessage> RedeliverAsync(string document, long replaces) => Http.PostAsJsonAsync($"api/v1/documents/{document}/redelivery", new RedeliveryRequest(replaces), Wire.Json);

    public Task<HttpResponseMessage> BundleAsync(params BundleItem[] items) => Http.PostAsJsonAsync("api/v1/documents/bundle", new BundleRequest(items), Wire.Json);
}
