using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Tests.Ledger;

/// <summary>A file that the next version of the program has written, in the hands of this one.</summary>
internal sealed class LedgerVersionTests : LedgerFixture
{
    /// <summary>All that a release may do: columns with a default in every table, a table and indexes of its own.</summary>
    private LedgerStep Additions()
    {
        using var connection = new LedgerConnection(FilePath, create: false);
        using var rows = connection.Query("SELECT name FROM sqlite_schema WHERE type = 'table'");
        var script = "CREATE TABLE later (id INTEGER PRIMARY KEY, what TEXT) STRICT;";
        while (rows.Next())
            script += $" ALTER TABLE {rows.Row.Text(0)} ADD COLUMN later TEXT NOT NULL DEFAULT 'later'; CREATE INDEX {rows.Row.Text(0)}_later ON {rows.Row.Text(0)} (later);";
        return script;
    }

    [Test]
    public async Task This_version_does_all_its_work_in_a_file_to_which_the_next_one_has_added()
    {
        await Ledger.DisposeAsync();
        LedgerStep[] next = [.. LedgerSchema.Steps, Additions()];
        OpenFile(next, "99.0").Dispose();
        await ReopenAsync();

        var (first, second, third) = (Some.Document(), Some.Document("0198b", sequence: 2), Some.Document("0198c", sequence: 3));
        await CompleteAsync(1, first);
        await ListAsync(second, third);
        await PublishAsync(2, second);
        await PublishAsync(2, second);
        await QuarantineAsync(second);
        await DecideAsync(second, DecisionKind.Imported);
        await Ledger.RejectAsync([new Setback((await EntryAsync(third)).Id, "no", ReportError: true)], CancellationToken.None);
        await Ledger.DivergedAsync(new Divergence(Root, Root, DivergenceKind.LedgerIsBehind, 3, 4, Time.GetUtcNow()), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Ledger.Queries.SummaryAsync(Source, CancellationToken.None)).ByState, Does.Contain(KeyValuePair.Create(DeliveryState.Acknowledged, 1L)).And.Contain(KeyValuePair.Create(DeliveryState.Rejected, 1L)));
            Assert.That(await OutboxAsync(), Has.Count.EqualTo(2));
            Assert.That(await Ledger.Queries.HistoryAsync(new HistoryFilter(), CancellationToken.None), Has.Count.EqualTo(3));
            Assert.That(await Ledger.Queries.DivergencesAsync(null, 1, CancellationToken.None), Has.Count.EqualTo(1));
        }

        await Ledger.DisposeAsync();
        using var again = OpenFile(next, "99.0");
        Assert.That(again.Long("PRAGMA user_version"), Is.EqualTo(next.Length), "this version has not taken the next one's additions for its own work to do");
        Assert.That(again.Long("SELECT count(*) FROM delivery WHERE later = 'later'"), Is.EqualTo(3));
    }

    [Test]
    public async Task A_file_that_only_later_versions_may_write_is_refused_with_both_versions_and_what_to_do_and_is_left_alone()
    {
        await Ledger.DisposeAsync();
        OpenFile([.. LedgerSchema.Steps, new LedgerStep("DROP TABLE tally") { Least = LedgerSchema.Steps.Count + 1 }], "99.0").Dispose();
        var bytes = await File.ReadAllBytesAsync(FilePath);

        var refusal = await RefusalAsync(() => OpenAsync(FilePath));
        var look = await RefusalAsync(() => LedgerQueries.OpenAsync(FilePath, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Failure, Is.EqualTo(LedgerFailure.TooNew));
            Assert.That(refusal.Message, Does.Contain("Synqup 99.0").And.Contain($"Synqup {LedgerSchema.Program}").And.Contain("Install Synqup 99.0").And.Contain("synqup ledger restore"));
            Assert.That(look.Message, Is.EqualTo(refusal.Message));
            Assert.That(await File.ReadAllBytesAsync(FilePath), Is.EqualTo(bytes));
        }
    }

    [Test]
    public async Task The_file_says_which_version_wrote_it_last()
    {
        await Ledger.DisposeAsync();
        OpenFile(LedgerSchema.Steps, "99.0").Dispose();
        Assert.That(LedgerSchema.Read(FilePath), Is.EqualTo(new LedgerStamp(LedgerSchema.Steps.Count, 1, "99.0")));

        await ReopenAsync();

        Assert.That(LedgerSchema.Read(FilePath)!.Program, Is.EqualTo(LedgerSchema.Program));
    }

    private static async Task<LedgerException> RefusalAsync(Func<Task> open)
    {
        try
        {
            await open();
        }
        catch (LedgerException refusal)
        {
            return refusal;
        }

        throw new AssertionException("It was not refused.");
    }

    /// <summary>What is committed with this version's tables stays as it was: only what is here may be added to.</summary>
    [Test]
    public void No_step_asks_more_of_the_release_before_than_it_can() =>
        Assert.That(LedgerSchema.Steps.Select(step => step.Least), Has.All.LessThanOrEqualTo(Math.Max(1, LedgerSchema.Steps.Count - 1)));
}
