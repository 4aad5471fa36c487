using System.Text.Json;
using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>A customer stops sharing his documents with the accountant before the agent has fetched them.</summary>
internal sealed class SharingTests
{
    [Test]
    public async Task A_document_that_waits_is_closed_when_its_customer_shares_no_more_and_delivered_when_he_does_again()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await office.InstallAgentAsync();
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
        var documents = new SampleDocuments(1, SampleOffice.Many(1));
        await office.Uploads().UploadAsync(TestOffice.Sources([documents.OfSize(0, 6_000)]), static _ => { }, CancellationToken.None);
        Directory.Move(office.Root, office.Root + ".away");
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);
        Assert.That(await StateAsync(office), Is.EqualTo("deferred"));

        await office.Client.ShareAsync(false, CancellationToken.None);
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);

        Assert.That(await StateAsync(office), Is.EqualTo("withdrawn"));

        await office.Client.ShareAsync(true, CancellationToken.None);
        Directory.Move(office.Root + ".away", office.Root);
        (await office.Agent.CommandAsync(["sync"], CancellationToken.None)).OutputOrThrow("synqup sync");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(1));
            Assert.That(await StateAsync(office), Is.EqualTo("acknowledged"));
        }
    }

    private static async Task<string?> StateAsync(TestOffice office)
    {
        var history = (await office.Agent.CommandAsync(["history", "--json"], CancellationToken.None)).OutputOrThrow("synqup history");
        return JsonDocument.Parse(history).RootElement.GetProperty("documents")[0].GetProperty("state").GetString();
    }
}
