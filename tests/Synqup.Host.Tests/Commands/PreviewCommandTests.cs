using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>Folders and names before anything is delivered.</summary>
internal sealed class PreviewCommandTests : WithPortal
{
    [Test]
    public async Task Preview_shows_folder_and_name_for_a_customer_and_writes_nothing()
    {
        var answer = await Agent.RunAsync("preview", "Own", "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        var documents = answer.Json.GetProperty("configurations")[0].GetProperty("documents").EnumerateArray().ToList();
        Assert.That(documents, Has.Count.EqualTo(2));
        Assert.That(documents[0].GetProperty("customer").GetString(), Is.EqualTo("Peeters N.V."));
        Assert.That(documents[0].GetProperty("paths")[0].GetString(), Does.StartWith($"{Agent.Root}/Peeters N.V"));
        Assert.That(Directory.Exists(Agent.Root), Is.False);
    }

    [TestCase("--customer", "zz", "No customer of what was asked for matches \"zz\". There is: Peeters N.V.")]
    [TestCase("Winboks", null, "No accounting package configuration matches \"Winboks\". There is: Own folders.")]
    public async Task Preview_of_what_nothing_matches_says_so_and_what_there_is(string first, string? second, string said)
    {
        var answer = await Agent.RunAsync(["preview", first, .. second is null ? [] : new[] { second }]);

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output.Trim(), Is.EqualTo(said));
    }

    [Test]
    public async Task Preview_of_a_good_configuration_names_a_broken_one_and_does_not_fail_for_it()
    {
        var good = Portal.Configuration;
        Portal.Configure(Agent.Root, package: "venice");
        Portal.Configuration = new(
            [.. good.Configurations, Portal.Configuration.Configurations[0] with { Id = "c2", Name = "Venice" }],
            [.. good.Customers, good.Customers[0] with { EnterpriseId = "e2", Name = "Maes B.V.", ConfigurationId = "c2" }]);

        var own = await Agent.RunAsync("preview", "Own");
        var peeters = await Agent.RunAsync("preview", "--customer", "Peeters", "--json");
        var all = await Agent.RunAsync("preview");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(own.Code, Is.Zero, own.ToString());
            Assert.That(own.Output, Does.Contain("Not asked for, and cannot be used").And.Contain("Venice: "));
            Assert.That(peeters.Code, Is.Zero, peeters.ToString());
            Assert.That(peeters.Json.GetProperty("others")[0].GetProperty("name").GetString(), Is.EqualTo("Venice"));
            Assert.That(all.Code, Is.EqualTo((int)ExitCode.Problems), "everything was asked for");
        }
    }

    [Test]
    public async Task Preview_of_a_document_that_nobody_knows_says_only_that()
    {
        var answer = await Agent.RunAsync("preview", "--document", "unheard-of");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Problems), answer.ToString());
        Assert.That(answer.Output.Trim(), Is.EqualTo("No document unheard-of is known here: 'synqup history --json' names those that are."));
    }
}
