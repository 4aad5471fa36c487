using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Delivery;

/// <summary>A root and a ledger that do not know of the same batches: said until a person closes it.</summary>
internal sealed class DivergenceTests : DeliveryFixture
{
    [Test]
    public async Task The_documents_of_a_restored_root_are_named_after_every_restart_and_said_once_in_the_log()
    {
        await DeliverAndCleanAsync("d1", "d2");

        for (var start = 0; start < 3; start++)
        {
            await StartAsync();
            var found = (await FoundAsync()).Single();

            using (Assert.EnterMultipleScope())
            {
                Assert.That(found.Divergence, Has.Property("Kind").EqualTo(DivergenceKind.RootIsBehind).And.Property("First").EqualTo(1).And.Property("Last").EqualTo(2));
                Assert.That(DivergenceSentences.Problem(found, [new CustomerDescription("e1", "Janssens", null, null, null, "c1", DateTimeOffset.UnixEpoch)]),
                    Does.Contain($"2 documents that were delivered in them may be missing there: d1 for Janssens ({Path.Combine(Inbox, "d1.xml")}); d2 for Janssens ({Path.Combine(Inbox, "d2.xml")})."));
                Assert.That(DivergenceSentences.Remedy(found.Divergence), Does.Contain($"synqup check --confirm \"{RootPath}\"").And.Contain($"synqup check --redeliver \"{RootPath}\""));
                Assert.That(Log.Errors, Has.Count.EqualTo(1).And.Some.Contains("batches 1 to 2"));
            }
        }
    }

    [Test]
    public async Task No_more_documents_are_named_than_a_person_reads_and_the_others_are_counted()
    {
        await DeliverAndCleanAsync([.. Enumerable.Range(0, DivergenceSentences.Named + 2).Select(i => $"d{i}")]);
        await StartAsync();

        Assert.That(DivergenceSentences.Problem((await FoundAsync()).Single(), []), Does.Contain("12 documents").And.Contain("d9 (").And.Not.Contain("d10 (").And.EndWith("; and 2 more."));
    }

    [Test]
    public async Task What_a_person_has_closed_stays_closed_after_a_restart()
    {
        await DeliverAndCleanAsync("d1");
        await StartAsync();
        Divergences.Close(Path.Combine(Folder, "ledger.db"), (await FoundAsync()).Single().Divergence);

        await StartAsync();

        Assert.That(await FoundAsync(), Is.Empty);
    }

    [Test]
    public async Task A_document_that_is_delivered_again_is_no_longer_missing()
    {
        await DeliverAndCleanAsync("d1", "d2");
        await StartAsync();

        await Ledger.RecordPageAsync(Source, new DocumentPage([Plan("d1", delivery: 2).Document], 1), full: false, CancellationToken.None);
        Assert.That((await FoundAsync()).Single().Documents.Single().Entry.Document.Id, Is.EqualTo("d2"));

        await Ledger.RecordPageAsync(Source, new DocumentPage([Plan("d2", delivery: 2).Document], 2), full: false, CancellationToken.None);
        Assert.That(await FoundAsync(), Is.Empty, "nothing is left to look at");
    }

    [Test]
    public async Task What_happens_again_after_its_documents_were_listed_again_is_said_anew()
    {
        await DeliverAndCleanAsync("d1");
        await StartAsync();
        await Ledger.RecordPageAsync(Source, new DocumentPage([Plan("d1", delivery: 2).Document], 1), full: false, CancellationToken.None);
        await DeliverAsync(await StartAsync(), Plan("d2"));
        await AcknowledgeAllAsync();
        Clean();

        await StartAsync();

        Assert.That((await FoundAsync()).Single().Documents.Single().Entry.Document.Id, Is.EqualTo("d2"));
        Assert.That(Log.Errors, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_second_restored_copy_adds_its_documents_to_what_is_open()
    {
        await DeliverAndCleanAsync("d1");
        await DeliverAsync(await StartAsync(), Plan("d2"));
        await AcknowledgeAllAsync();
        Clean();

        await StartAsync();

        Assert.That((await FoundAsync()).Single(), Has.Property("Count").EqualTo(2));
        Assert.That(Log.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_person_closes_only_what_he_has_seen()
    {
        await DeliverAndCleanAsync("d1");
        await DeliverAsync(await StartAsync(), Plan("d2"));
        var seen = (await FoundAsync()).Single().Divergence;
        await AcknowledgeAllAsync();
        Clean();
        await StartAsync();

        Assert.That(Divergences.Close(Path.Combine(Folder, "ledger.db"), seen), Is.False);
        Assert.That((await FoundAsync()).Single(), Has.Property("Count").EqualTo(2));
    }

    [Test]
    public async Task An_old_ledger_is_said_until_a_person_closes_it()
    {
        await DeliverAndCleanAsync();
        File.WriteAllText(Path.Combine(RootPath, ".synqup", "newest"), "7");
        for (var start = 0; start < 2; start++)
        {
            await StartAsync();
            Assert.That((await FoundAsync()).Single().Divergence, Has.Property("Kind").EqualTo(DivergenceKind.LedgerIsBehind).And.Property("First").EqualTo(1).And.Property("Last").EqualTo(7));
        }
        Assert.That(Log.Errors, Has.Count.EqualTo(1));

        Divergences.Close(Path.Combine(Folder, "ledger.db"), (await FoundAsync()).Single().Divergence);
        await StartAsync();

        Assert.That(await FoundAsync(), Is.Empty);
    }

    /// <summary>Each document is a batch of its own.</summary>
    private async Task DeliverAndCleanAsync(params string[] documents)
    {
        var root = await OpenRootAsync();
        foreach (var document in documents)
            await DeliverAsync(root, Plan(document));
        await AcknowledgeAllAsync();
        await root.CloseAsync(CancellationToken.None);
        await root.DisposeAsync();
        Clean();
    }

    /// <summary>The agent's own folder is gone, and a person says that the root is the right one.</summary>
    private void Clean()
    {
        Kill();
        Directory.Delete(Path.Combine(RootPath, ".synqup"), recursive: true);
        NewRoot().Use();
    }

    private async Task<DeliveryRoot> StartAsync()
    {
        Kill();
        var root = NewRoot();
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady);
        return root;
    }

    private Task<IReadOnlyList<DivergedDocuments>> FoundAsync() => Ledger.Queries.DivergencesAsync(RootPath, DivergenceSentences.Named, CancellationToken.None);
}
