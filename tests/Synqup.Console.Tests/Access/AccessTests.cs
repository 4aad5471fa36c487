using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Access;

internal sealed class AccessTests
{
    [Test]
    public async Task Another_instance_of_one_identity_is_told_so()
    {
        await using var console = await RunningConsole.StartAsync();
        var agent = await (await console.OfficeAsync()).EnrolAsync("instance-1");
        agent.Http.DefaultRequestHeaders.Remove(PortalHeaders.Instance);
        var silent = await agent.Http.GetAsync("api/v1/documents").ProblemAsync();
        agent.Http.DefaultRequestHeaders.Add(PortalHeaders.Instance, "instance-2");

        var clone = await agent.Http.GetAsync("api/v1/documents").ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((silent.Status, silent.Name), Is.EqualTo((400, "missingInstance")));
            Assert.That((clone.Status, clone.Name), Is.EqualTo((409, "otherInstance")));
        }
    }

    [Test]
    public async Task Revoking_an_agent_counts_at_once()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();

        using var revoked = await office.Http.DeleteAsync($"api/v1/agents/{agent.Id}");
        var call = await agent.Http.GetAsync("api/v1/documents").ProblemAsync();
        using var token = await RunningConsole.AskForTokenAsync(agent.Http, agent.Credentials.ClientId, agent.Credentials.ClientSecret, PortalHeaders.AgentScope);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(revoked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That((call.Status, call.Name), Is.EqualTo((401, "revoked")));
            Assert.That(token.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        }
    }

    [Test]
    public async Task A_rotated_secret_replaces_the_old_one()
    {
        await using var console = await RunningConsole.StartAsync();
        var agent = await (await console.OfficeAsync()).EnrolAsync();

        var renewed = await (await agent.Http.PostAsync("api/v1/agents/self/secret", null)).ReadAsync<AgentCredentials>();
        using var old = await RunningConsole.AskForTokenAsync(agent.Http, agent.Credentials.ClientId, agent.Credentials.ClientSecret, PortalHeaders.AgentScope);
        using var fresh = await RunningConsole.AskForTokenAsync(agent.Http, renewed.ClientId, renewed.ClientSecret, PortalHeaders.AgentScope);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(renewed.AgentId, Is.EqualTo(agent.Id));
            Assert.That(old.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(fresh.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task An_agent_gets_no_token_of_the_office_and_its_own_opens_nothing_there()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();

        using var token = await RunningConsole.AskForTokenAsync(agent.Http, agent.Credentials.ClientId, agent.Credentials.ClientSecret, PortalHeaders.OfficeScope);
        var there = await agent.Http.GetAsync("api/v1/enterprises").ProblemAsync();
        var here = await office.Http.GetAsync("api/v1/documents").ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(token.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((there.Status, there.Name), Is.EqualTo((403, "forbidden")));
            Assert.That((here.Status, here.Name), Is.EqualTo((403, "forbidden")));
        }
    }

    [Test]
    public async Task A_key_enrols_as_many_agents_as_it_was_made_for_however_many_come_at_once()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var key = await office.PostAsync<NewEnrolmentKey>("enrolment-keys", new { name = "wave", uses = 3 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => EnrolAsync(console, key.Key, $"instance-{i}")));
        var refused = await EnrolAsync(console, key.Key, "late").ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), Is.EqualTo(3));
            Assert.That((await office.GetAsync<AgentList>("agents")).Items, Has.Count.EqualTo(3));
            Assert.That((refused.Status, refused.Name), Is.EqualTo((401, "enrolmentKeyUsed")));
            Assert.That((await office.GetAsync<EnrolmentKeyList>("enrolment-keys")).Items.Single().Used, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task A_key_that_expired_was_withdrawn_or_never_was_enrols_nobody()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var console = await RunningConsole.AloneAsync(time: time);
        var office = await console.OfficeAsync();
        var withdrawn = await office.PostAsync<NewEnrolmentKey>("enrolment-keys", new { uses = 5 });
        var brief = await office.PostAsync<NewEnrolmentKey>("enrolment-keys", new { expiresAt = time.GetUtcNow().AddMinutes(1) });
        await office.Http.DeleteAsync($"api/v1/enrolment-keys/{withdrawn.Id}");
        time.Advance(TimeSpan.FromMinutes(2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await EnrolAsync(console, withdrawn.Key).ProblemAsync()).Name, Is.EqualTo("enrolmentKeyUnknown"));
            Assert.That((await EnrolAsync(console, brief.Key).ProblemAsync()).Name, Is.EqualTo("enrolmentKeyExpired"));
            Assert.That((await EnrolAsync(console, "guess").ProblemAsync()).Name, Is.EqualTo("enrolmentKeyUnknown"));
            Assert.That((await console.Client().PostAsJsonAsync("api/v1/agents", new AgentRegistration("a", "b", "c")).ProblemAsync()).Name, Is.EqualTo("unauthorized"));
        }
    }

    [Test]
    public async Task Neither_keys_nor_secrets_are_in_the_data_folder_as_they_were_shown()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var key = await office.PostAsync<NewEnrolmentKey>("enrolment-keys", new { });
        var agent = await office.EnrolAsync();

        var stored = string.Concat(Directory.EnumerateFiles(console.Data.Path, "console.db*").Select(path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored, Does.Contain(office.Office.ClientId), "this is where they would be");
            Assert.That(stored, Does.Not.Contain(key.Key).And.Not.Contain(agent.Credentials.ClientSecret).And.Not.Contain(office.Office.ClientSecret));
        }
    }

    [Test]
    public async Task Tokens_survive_a_restart()
    {
        var folder = RunningConsole.NewFolder();
        try
        {
            HttpClient client;
            await using (var first = await RunningConsole.AloneAsync(new() { PublicUrl = "http://localhost/" }, folder: folder))
                client = (await first.OfficeAsync()).Http;
            await using var second = await RunningConsole.AloneAsync(new() { PublicUrl = "http://localhost/" }, folder: folder);
            using var again = second.Client();
            again.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;

            using var answer = await again.GetAsync("api/v1/enterprises");

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Unix file modes")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_its_owner_can_read_the_keys()
    {
        await using var console = await RunningConsole.StartAsync();
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

        string[] keys = [.. Directory.EnumerateFiles(Path.Combine(console.Data.Path, "keys"), "*.key")];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(keys, Has.Length.EqualTo(2));
            foreach (var path in keys)
                Assert.That(File.GetUnixFileMode(path) & Others, Is.EqualTo(UnixFileMode.None), path);
            Assert.That(File.GetUnixFileMode(console.Data.Path) & Others, Is.EqualTo(UnixFileMode.None));
        }
    }

    [Test]
    public async Task Discovery_names_the_token_endpoint_and_the_scopes()
    {
        await using var console = await RunningConsole.StartAsync();
        using var client = console.Client();

        var discovery = await client.GetFromJsonAsync<System.Text.Json.JsonElement>(".well-known/openid-configuration");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(discovery.GetProperty("token_endpoint").GetString(), Is.EqualTo(new Uri(console.Address, "connect/token").ToString()));
            Assert.That(discovery.GetProperty("scopes_supported").EnumerateArray().Select(scope => scope.GetString()), Is.SupersetOf(new[] { PortalHeaders.AgentScope, PortalHeaders.OfficeScope }));
            Assert.That(discovery.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString()), Is.EqualTo(new[] { "client_credentials" }));
        }
    }

    private static async Task<HttpResponseMessage> EnrolAsync(RunningConsole console, string key, string instance = "instance-1")
    {
        using var client = console.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/agents") { Content = JsonContent.Create(new AgentRegistration("SRV01", "machine", instance)) };
        request.Headers.Authorization = new(PortalHeaders.EnrolmentScheme, key);
        return await client.SendAsync(request);
    }
}
