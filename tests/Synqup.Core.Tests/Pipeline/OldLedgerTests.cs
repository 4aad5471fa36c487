using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>A ledger that is older than what the source was told.</summary>
internal sealed class OldLedgerTests : PipelineFixture
{
    [Test]
    public async Task What_the_source_counts_as_delivered_is_not_delivered_again_and_named_until_a_person_has_looked()
    {
        Configure("one");
        foreach (var id in new[] { "unknown", "open", "new" })
            Source.Add(id, "one", number: $"V/{id}");
        Source.Delivered.Add("unknown");
        await Ledger.RecordPageAsync("office", await Source.ListAsync(1, 1, TimeSpan.Zero, CancellationToken.None) with { Next = 0 }, full: true, CancellationToken.None);
        Source.Forwarded.Add("open");

        await PassAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("one"), Has.Count.EqualTo(1).And.One.Contains("new"));
            Assert.That((await StateAsync("unknown"), await StateAsync("open")), Is.EqualTo((DeliveryState.Acknowledged, DeliveryState.Acknowledged)));
            var problem = Health.Problems.Single(one => one.Code == DivergenceSentences.OldLedger);
            Assert.That(problem.Place, Is.EqualTo("office"));
            Assert.That(problem.Message, Does.Contain("2 documents were delivered").And.Contain("V/unknown").And.Contain("V/open"));
            Assert.That(problem.Remedy, Does.Contain("synqup check --confirm office").And.Contain("synqup check --redeliver office"));
        }

        Learning.Close(LedgerPath, "office", long.MaxValue);
        await PassAsync();

        Assert.That(Health.Problems.Select(one => one.Code), Has.None.EqualTo(DivergenceSentences.OldLedger));
    }

    [Test]
    public async Task What_was_being_published_when_the_ledger_was_copied_is_settled_by_the_source_and_asks_nobody()
    {
        Configure("one");
        Source.Add("d1", "one");
        await PassAsync();
        var (file, document) = (new FileInfo(Path.Combine(Folder, "one", "one", "in")), (await ItemAsync("d1")).Entry.Document);
        // The copy was made between the commit before the renames and the one after them; the manifest went long ago.
        await Ledger.ForgetBatchesAsync(Path.Combine(Folder, "one"), [1], CancellationToken.None);
        await SetBackToPublishingAsync(document.Id);
        Source.Forwarded.Add("d1");

        await PassAsync();

        Assert.That(await StateAsync("d1"), Is.EqualTo(DeliveryState.Acknowledged));
        Assert.That(Delivered("one"), Has.Count.EqualTo(1), file.FullName);
        Assert.That(await Ledger.Queries.AttentionAsync("office", 0, 10, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_whole_ledger_is_told_nothing_new()
    {
        Configure("one");
        Source.Add("d1", "one");
        await PassAsync();
        Source.Delivered.Add("d1");

        await PassAsync();

        Assert.That(Health.Problems, Is.Empty);
        Assert.That((await ItemAsync("d1")).Entry.Forwarded, Is.True);
    }

    private async Task SetBackToPublishingAsync(string id)
    {
        using (var connection = new Core.Ledger.Storage.LedgerConnection(LedgerPath, create: false))
        {
            connection.Run("UPDATE delivery SET state = 2, forwarded = 0, delivered_at = NULL WHERE document = ?", id);
            connection.Run("UPDATE tally SET count = count - 1 WHERE state = 4");
            connection.Run("INSERT INTO tally (source, state, count) VALUES (1, 2, 1) ON CONFLICT DO UPDATE SET count = count + 1");
            connection.Run("INSERT INTO batch (root, number, boot_id, configuration_version, at) SELECT id, 1, 'boot', '', 0 FROM root");
        }

        Assert.That(await StateAsync(id), Is.EqualTo(DeliveryState.Publishing));
    }

    private async Task<HistoryItem> ItemAsync(string id) => (await Ledger.Queries.DocumentAsync("office", id, CancellationToken.None)).Single();

    private async Task<DeliveryState> StateAsync(string id) => (await ItemAsync(id)).Entry.State;
}
