using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Console.Data;
using Synqup.Console.Problems;
using Synqup.Console.Tests.Running;

namespace Synqup.Console.Tests.Hosting;

/// <summary>What is written down about the Console, held against the Console.</summary>
internal sealed class PromisesTests
{
    [Test]
    public async Task The_readme_names_every_address_and_every_problem()
    {
        await using var console = await RunningConsole.StartAsync();
        using var client = console.Client();
        var readme = await File.ReadAllTextAsync(Readme());
        var described = Addresses(await client.GetFromJsonAsync<JsonElement>("openapi/v1.json")).ToList();
        var problems = typeof(ProblemType).GetFields().Where(field => field.FieldType == typeof(ProblemType)).Select(field => (ProblemType)field.GetValue(null)!).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(described, Has.Count.GreaterThan(30));
            Assert.That(problems, Has.Count.GreaterThan(20));
            foreach (var path in described.Select(address => address.Split(' ')[1]).Distinct())
                Assert.That(readme, Does.Contain(path));
            foreach (var problem in problems)
                Assert.That(readme, Does.Contain($"`{problem.Name}`"));
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "The lines are for a Unix shell")]
    public async Task The_readmes_curl_lines_run_as_they_stand()
    {
        if (!File.Exists("/usr/bin/curl") || !File.Exists("/bin/bash"))
            Assert.Ignore("curl or bash is not installed: apt-get install curl.");
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var readme = await File.ReadAllTextAsync(Readme());
        var start = readme.IndexOf("```sh\n", StringComparison.Ordinal) + 6;
        var script = "set -euo pipefail\n" + readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)];
        var folder = Directory.CreateTempSubdirectory("synqup-curl-");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "invoice.xml"), Some.Ubl());
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "statement.cod"), Some.Coda());
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CONSOLE"] = console.Address.ToString().TrimEnd('/'), ["CLIENT_ID"] = office.Office.ClientId, ["CLIENT_SECRET"] = office.Office.ClientSecret },
        })!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        folder.Delete(recursive: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shell.ExitCode, Is.Zero, await output + await error);
            Assert.That(await output, Does.Contain("\"toBeFetched\":2").And.Contain("\"deliveryNumber\":2"));
        }
    }

    [Test]
    public async Task The_migrations_are_those_of_the_model()
    {
        await using var console = await RunningConsole.StartAsync();
        await using var scope = console.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConsoleDb>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(db.Database.GetMigrations(), Is.Not.Empty);
            Assert.That(db.Database.HasPendingModelChanges(), Is.False);
        }
    }

    [TestCase("GET", "/nothing", 404, "notFound")]
    [TestCase("PATCH", "/api/v1/documents", 405, "methodNotAllowed")]
    [TestCase("GET", "/api/v1/documents", 401, "unauthorized")]
    public async Task What_the_framework_refuses_is_a_problem_document_too(string method, string path, int status, string name)
    {
        await using var console = await RunningConsole.StartAsync();
        using var client = console.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var problem = await client.SendAsync(request).ProblemAsync();

        Assert.That((problem.Status, problem.Name), Is.EqualTo((status, name)));
    }

    [Test]
    public async Task Another_media_type_and_a_body_beyond_a_mebibyte_are_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();

        var media = await office.Http.PostAsync("api/v1/enterprises", new StringContent("<x/>", null, "application/xml")).ProblemAsync();
        var large = await office.Http.PostAsJsonAsync("api/v1/enterprises", new { name = new string('x', (1 << 20) + 1) }).ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((media.Status, media.Name), Is.EqualTo((415, "unsupportedMediaType")));
            Assert.That((large.Status, large.Name), Is.EqualTo((413, "tooLarge")));
        }
    }

    [Test]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        await using var console = await RunningConsole.AloneAsync(new() { Limits = new() { Burst = 3, CallsPerSecond = 1, SignInsPerMinute = 2 } });
        var office = await console.OfficeAsync();
        using var stranger = console.Client();

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 12; i++)
            answers.Add(await office.Http.GetAsync("api/v1/enterprises"));
        using var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        var body = await refused.Content.ReadFromJsonAsync<JsonElement>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(body.GetProperty("type").GetString(), Is.EqualTo("urn:synqup:problem:tooManyRequests"));
        }
    }

    private static IEnumerable<string> Addresses(JsonElement description) => description.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

    private static string Readme()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "host", "Synqup.Console", "README.md");
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException("The Console's README is not above the tests.");
    }
}
