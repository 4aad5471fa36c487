using System.Net.Http.Json;
using System.Text.Json;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Access;

/// <summary>Every address, asked by one office or agent for what belongs to another.</summary>
internal sealed class TwoOfficesTests
{
    [Test]
    public async Task No_address_shows_or_changes_what_belongs_to_another_office()
    {
        await using var console = await RunningConsole.StartAsync();
        var (mine, theirs) = (await console.OfficeAsync("Mine"), await console.OfficeAsync("Theirs"));
        var (agent, configuration, customer) = await theirs.LinkedCustomerAsync();
        var key = await theirs.PostAsync<NewEnrolmentKey>("enrolment-keys", new { name = "theirs" });
        var document = await theirs.UploadAsync(customer);
        await agent.ListAsync();
        await agent.Http.PostAsync("api/v1/diagnostics", new ByteArrayContent([1]));
        var bundle = (await theirs.GetAsync<DiagnosticsList>($"agents/{agent.Id}/diagnostics")).Items.Single();
        var stranger = await mine.EnrolAsync("stranger");
        object linked = new { name = "x", agentId = agent.Id, package = "p", paths = new { purchases = "/srv" } };
        var file = Wire.Form([], ("x.xml", Some.Ubl("other")));

        // By office and by agent: path, what the answer must not be, or what it may be.
        (string Method, string Path, object? Body, int Status)[] byOffice =
        [
            ("GET", $"configurations/{configuration.Id}", null, 404),
            ("PUT", $"configurations/{configuration.Id}", new { name = "x", package = "p", paths = new { purchases = "/srv" } }, 404),
            ("DELETE", $"configurations/{configuration.Id}", null, 404),
            ("POST", "configurations", linked, 400),
            ("GET", $"enterprises/{customer.Id}", null, 404),
            ("PUT", $"enterprises/{customer.Id}", new { name = "x" }, 404),
            ("DELETE", $"enterprises/{customer.Id}", null, 404),
            ("POST", "enterprises", new { name = "x", configurationId = configuration.Id }, 400),
            ("POST", $"enterprises/{customer.Id}/documents", file, 404),
            ("GET", $"office/documents/{document.Id}", null, 404),
            ("GET", $"documents/{document.Id}/parts/ubl", null, 404),
            ("POST", "redeliveries", new { items = new[] { new { documentId = document.Id, replaces = 1 } } }, 404),
            ("GET", $"agents/{agent.Id}", null, 404),
            ("PUT", $"agents/{agent.Id}/replacement", new { by = stranger.Id }, 404),
            ("PUT", $"agents/{stranger.Id}/replacement", new { by = agent.Id }, 400),
            ("POST", $"agents/{agent.Id}/gone", new { }, 404),
            ("DELETE", $"agents/{agent.Id}", null, 404),
            ("GET", $"agents/{agent.Id}/diagnostics", null, 404),
            ("GET", $"agents/{agent.Id}/diagnostics/{bundle.Id}", null, 404),
            ("GET", $"agents/{stranger.Id}/diagnostics/{bundle.Id}", null, 404),
            ("DELETE", $"enrolment-keys/{key.Id}", null, 404),
        ];
        (string Path, string Foreign)[] lists = [("configurations", configuration.Id), ("enterprises", customer.Id), ("office/documents", document.Id), ("agents", agent.Id), ("enrolment-keys", key.Id)];
        (string Method, string Path, object? Body, int Status)[] byAgent =
        [
            ("GET", $"documents/{document.Id}/parts/ubl", null, 404),
            ("POST", $"documents/{document.Id}/redelivery", new { replaces = 1 }, 404),
        ];

        using (Assert.EnterMultipleScope())
        {
            foreach (var (method, path, body, status) in byOffice)
                Assert.That(await StatusAsync(mine.Http, method, path, body), Is.EqualTo(status), $"{method} {path}");
            foreach (var (method, path, body, status) in byAgent)
                Assert.That(await StatusAsync(stranger.Http, method, path, body), Is.EqualTo(status), $"{method} {path} by an agent");
            foreach (var (path, foreign) in lists)
            {
                Assert.That(await theirs.Http.GetStringAsync("api/v1/" + path), Does.Contain(foreign), path);
                Assert.That(await mine.Http.GetStringAsync("api/v1/" + path), Does.Not.Contain(foreign), path);
            }

            Assert.That((await mine.GetAsync<DocumentCounts>("office/documents/counts")).ToBeFetched, Is.Zero);
            Assert.That((await stranger.ListAsync()).Items, Is.Empty);
            Assert.That((await (await stranger.Http.GetAsync("api/v1/configuration")).ReadAsync<AgentConfiguration>()).Customers, Is.Empty);
            Assert.That(await (await stranger.BundleAsync(new BundleItem(document.Id, ["ubl"]))).Content.ReadAsStringAsync(), Does.Contain("/.problem").And.Not.Contain("Leverancier"));
            Assert.That((await stranger.AcknowledgeAsync(document.Id, 1, AcknowledgementOutcome.Forwarded)).Status, Is.EqualTo(AcknowledgementStatus.Unknown));
            Assert.That((await theirs.GetAsync<OfficeDocument>($"office/documents/{document.Id}")).State, Is.EqualTo(Data.DocumentState.ToBeFetched));
        }
    }

    /// <summary>Reads the addresses from the Console itself, so that a new one cannot be forgotten above.</summary>
    [Test]
    public async Task No_address_but_enrolment_answers_without_a_token()
    {
        await using var console = await RunningConsole.StartAsync();
        using var client = console.Client();
        var paths = (await client.GetFromJsonAsync<JsonElement>("openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Method: method.Name.ToUpperInvariant(), Path: path.Name))).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(paths, Has.Count.GreaterThan(30));
            foreach (var (method, path) in paths)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", "x", StringComparison.Ordinal).Replace("{part}", "y", StringComparison.Ordinal).Replace("{bundle}", "z", StringComparison.Ordinal));
                var problem = await client.SendAsync(request).ProblemAsync();
                // Enrolment has no body here; everything else must not even look at one.
                Assert.That((problem.Status, problem.Name), Is.EqualTo((method, path) == ("POST", "/api/v1/agents") ? (400, "badRequest") : (401, "unauthorized")).Or.EqualTo((415, "unsupportedMediaType")), $"{method} {path}");
            }
        }
    }

    private static async Task<int> StatusAsync(HttpClient client, string method, string path, object? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "api/v1/" + path) { Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body, body.GetType())) };
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
