using Synqup.Core.Delivery;
using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>A server that is set back to an old copy of itself, while the Console and the output folder went on.</summary>
internal sealed class OldLedgerTests
{
    [Test]
    public async Task What_an_old_ledger_takes_for_undelivered_is_told_to_a_person_and_delivered_only_when_the_office_says_so()
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
        var ledger = Directory.GetFiles(office.Agent.DataFolder, "ledger.db", SearchOption.AllDirectories).Single();
        File.Copy(ledger, ledger + ".old");
        Directory.Move(office.Root + ".away", office.Root);
        (await office.Agent.CommandAsync(["sync"], CancellationToken.None)).OutputOrThrow("synqup sync");
        var delivered = new DeliveredTree(office.Root).Documents;
        Assert.That(delivered, Has.Count.EqualTo(1));

        // The accounting package takes it, and the server is set back.
        File.Delete(Path.Combine(office.Root, delivered[0]));
        File.Move(ledger + ".old", ledger, overwrite: true);
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new DeliveredTree(office.Root).Documents, Is.Empty);
            Assert.That(await office.ProblemsAsync(), Does.Contain("root.aheadOfLedger"));
            Assert.That(await office.AttentionAsync(), Is.EqualTo(new[] { Remedy.OldLedger }));
        }

        var document = (await office.Client.DocumentsAsync("forwarded", CancellationToken.None)).Single();
        await office.Client.RedeliverAsync(document.Document.Id, 1, CancellationToken.None);
        await office.Agent.CommandAsync(["sync"], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(1));
            Assert.That(await office.AttentionAsync(), Is.Empty);
        }
    }
}
