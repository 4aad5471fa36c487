using System.Net.Http.Json;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;

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
}
