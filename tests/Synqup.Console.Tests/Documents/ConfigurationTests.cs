using System.Net.Http.Json;
using System.Text.Json;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Console.Tests.Documents;

internal sealed class ConfigurationTests
{
    [Test]
    public async Task A_property_of_a_customer_that_the_Console_does_not_know_is_refused_and_named()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();

        var problem = await office.Http.PostAsJsonAsync("api/v1/enterprises", new { name = "Janssens", accountingFieldId = "JANS" }).ProblemAsync();

        Assert.That((problem.Status, problem.Name), Is.EqualTo((400, "badRequest")));
        Assert.That(problem.Detail, Does.Contain("accountingFieldId"));
    }

    [TestCase("", "The body is empty.")]
    [TestCase("nonsense", "The body is not JSON: 'nonsense' is an invalid JSON literal.")]
    [TestCase("[]", "The body is not of the kind that is expected here.")]
    [TestCase("{}", "The body lacks 'items'.")]
    [TestCase("""{"items":["x"]}""", "The value at $.items[0] is not of the kind that belongs there.")]
    [TestCase("""{"items":[{"documentId":"x"}]}""", "The body lacks 'replaces'.")]
    [TestCase("""{"items":[{"documentId":"x","replaces":"one"}]}""", "The value at $.items[0].replaces is not of the kind that belongs there.")]
    [TestCase("""{"items":[],"all":true}""", "There is no field \"all\" here.")]
    public async Task A_body_that_cannot_be_read_is_described_in_the_words_of_its_author(string body, string sentence)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();

        var problem = await office.Http.PostAsync("api/v1/redeliveries", new StringContent(body, null, "application/json")).ProblemAsync();

        Assert.That((problem.Status, problem.Name), Is.EqualTo((400, "badRequest")));
        Assert.That(problem.Detail, Does.StartWith(sentence).And.EndWith("/openapi/v1.json.").And.Not.Contain("Synqup"));
    }

    [TestCase(null)]
    [TestCase("  ")]
    public async Task An_enrolment_key_has_a_name_in_the_list_also_when_nobody_gave_one(string? name)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();

        await office.PostAsync<JsonElement>("enrolment-keys", new { name });

        var listed = (await office.GetAsync<JsonElement>("enrolment-keys")).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("name").GetString()!).ToList();
        Assert.That(listed, Has.Some.Matches(@"^Key of \d{4}-\d\d-\d\d \d\d:\d\d$"));
    }

    [Test]
    public async Task What_the_office_chose_for_missing_folders_and_taken_names_reaches_the_agent()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();
        await office.PostAsync<ConfigurationView>("configurations", new
        {
            name = "Careful",
            agentId = agent.Id,
            package = "winbooks",
            paths = new { purchases = "/srv/[enterprise_identifier]/in" },
            missingFolder = "report",
            nameTaken = "quarantine",
        });
        await office.ConfigurationAsync(agent);

        var configurations = (await (await agent.Http.GetAsync("api/v1/configuration")).ReadAsync<AgentConfiguration>()).Configurations;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(configurations.Single(c => c.Name == "Careful"), Has.Property("MissingFolder").EqualTo(MissingFolder.Report).And.Property("NameTaken").EqualTo(NameTaken.Quarantine));
            Assert.That(configurations.Single(c => c.Name == "Winbooks"), Has.Property("MissingFolder").EqualTo(MissingFolder.Create).And.Property("NameTaken").EqualTo(NameTaken.NextName));
        }
    }

    [Test]
    public async Task A_choice_that_does_not_exist_is_refused_with_those_that_do()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();

        var response = await office.Http.PostAsync("api/v1/configurations", System.Net.Http.Json.JsonContent.Create(new
        {
            name = "Wrong",
            package = "winbooks",
            paths = new { purchases = "/srv/[enterprise_identifier]/in" },
            missingFolder = "ignore",
            nameTaken = "overwrite",
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(400));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("'create' or 'report'").And.Contain("'nextName' or 'quarantine'"));
        }
    }

    [TestCase("""{ "pdf": "sometimes" }""", "options.pdf", """This cannot be "sometimes". Write "always" or "whenNotEmbedded" or "never".""")]
    [TestCase("""{ "fileName": 7 }""", "options.fileName", "This cannot be 7. Write a text.")]
    [TestCase("""{ "fileName": null }""", "options.fileName", "This cannot be null. Write a text.")]
    [TestCase("""{ "copies": 2.0 }""", "options.copies", "This cannot be 2.0. Write a whole number.")]
    [TestCase("""{ "pdff": "never" }""", "options.pdff", "There is no such option. There are: pdf, fileName, note, copies, isFlat.")]
    public async Task An_option_that_the_plugin_does_not_allow_is_refused_at_its_place(string options, string place, string problem)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();
        (await agent.HeartbeatAsync(plugins: Plugin())).EnsureSuccessStatusCode();

        var answer = await office.Http.PostAsJsonAsync("api/v1/configurations", Body(agent.Id, options));

        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.That(errors.EnumerateObject().Select(one => (one.Name, one.Value.EnumerateArray().Single().GetString())), Is.EqualTo(new[] { (place, problem) }));
    }

    [TestCase("""{ "pdf": "always", "fileName": "{hash8}", "note": null, "copies": 2, "isFlat": true }""", true)]
    [TestCase("""{ "pdff": "never" }""", false, TestName = "Options_of_a_plugin_that_the_agent_did_not_report_are_for_the_agent_to_judge")]
    public async Task Options_that_nothing_speaks_against_are_taken(string options, bool reported)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();
        (await agent.HeartbeatAsync(plugins: reported ? [Plugin()] : [])).EnsureSuccessStatusCode();

        var answer = await office.Http.PostAsJsonAsync("api/v1/configurations", Body(agent.Id, options));

        Assert.That((int)answer.StatusCode, Is.EqualTo(201), await answer.Content.ReadAsStringAsync());
    }

    private static object Body(string agent, string options) => new
    {
        name = "Folder",
        agentId = agent,
        package = "generic-folder",
        paths = new { purchases = "/srv/[enterprise_identifier]/in" },
        options = JsonElement.Parse(options),
    };

    private static PluginReport Plugin() => new(
        "generic-folder", "1.0", "Generic folder", "active", null, null,
        new PluginDescriptor { Key = "generic-folder", DisplayName = "Generic folder", DefaultPaths = new(), OptionsType = typeof(Options) }.OptionsSchema());

    // One of each form that an option has.
    private sealed record Options
    {
        public SeparatePdf Pdf { get; init; }

        public string FileName { get; init; } = "{hash8}";

        public string? Note { get; init; }

        public int Copies { get; init; } = 1;

        public bool IsFlat { get; init; }
    }
}
