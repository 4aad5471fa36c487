using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>A server that is set back to an old copy of itself, while the Console and the output folder went on.</summary>
internal sealed class OldLedgerTests
{
    [Test]
    public async Task What_an_old_ledger_takes_for_undelivered_is_named_to_a_person_and_delivered_only_when_the_office_says_so()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        var (ledger, delivered) = await DeliverAsync(office);
        // The accounting package takes it, and the server is set back.
        File.Delete(Path.Combine(office.Root, delivered));
        SetBack(ledger);
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);

        var document = (await office.Client.DocumentsAsync("forwarded", CancellationToken.None)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new DeliveredTree(office.Root).Documents, Is.Empty);
            Assert.That(await office.ProblemsAsync(), Does.Contain("root.aheadOfLedger").And.Contain("ledger.behindConsole"));
            Assert.That(await office.AttentionAsync(), Is.Empty, "the Console knows what became of it");
        }

        await office.Client.RedeliverAsync(document.Document.Id, 1, CancellationToken.None);
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(1));
            Assert.That(await office.ProblemsAsync(), Does.Not.Contain("ledger.behindConsole"), "it is on its way again");
        }
    }

    [Test]
    public async Task What_an_old_ledger_takes_for_open_is_not_delivered_beside_the_delivery_that_took_its_place()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        var (ledger, delivered) = await DeliverAsync(office, nameTaken: "quarantine");
        // The second delivery stays in error, so that the old ledger knows nothing of it.
        await File.WriteAllTextAsync(Path.Combine(office.Root, delivered), "another file");
        var document = (await office.Client.DocumentsAsync("forwarded", CancellationToken.None)).Single();
        await office.Client.RedeliverAsync(document.Document.Id, 1, CancellationToken.None);
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);
        Assert.That(await office.Client.CountAsync(CancellationToken.None), Has.Property("Error").EqualTo(1));
        File.Delete(Path.Combine(office.Root, delivered));
        SetBack(ledger);
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);

        Assert.That(new DeliveredTree(office.Root).Documents, Is.Empty, "the accounting package has the first delivery");

        await office.Client.RedeliverAsync(document.Document.Id, 2, CancellationToken.None);
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(1));
            Assert.That(await office.AttentionAsync(), Is.Empty);
            Assert.That(await office.Client.CountAsync(CancellationToken.None), Has.Property("Acknowledged").EqualTo(1));
        }
    }

    /// <summary>Delivers one document, after its ledger was copied while the document was listed and not delivered.</summary>
    /// <returns>The ledger's file, and the document's below the root.</returns>
    private static async Task<(string Ledger, string Delivered)> DeliverAsync(TestOffice office, string? nameTaken = null)
    {
        await office.InstallAgentAsync();
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync(nameTaken);
        var documents = new SampleDocuments(1, SampleOffice.Many(1));
        await office.Uploads().UploadAsync(TestOffice.Sources([documents.OfSize(0, 6_000)]), static _ => { }, CancellationToken.None);

        Directory.Move(office.Root, office.Root + ".away");
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);
        var ledger = Directory.GetFiles(office.Agent.DataFolder, "ledger.db", SearchOption.AllDirectories).Single();
        File.Copy(ledger, ledger + ".old");
        Directory.Move(office.Root + ".away", office.Root);
        (await office.Agent.CommandAsync(["sync"], CancellationToken.None)).OutputOrThrow("synqup sync");
        return (ledger, new DeliveredTree(office.Root).Documents.Single());
    }

    private static void SetBack(string ledger) => File.Move(ledger + ".old", ledger, overwrite: true);
}
