using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;

namespace Synqup.Core.Tests.Ledger;

internal sealed class LedgerFileTests : LedgerFixture
{
    [Test]
    public async Task A_damaged_page_is_found_at_open_and_the_file_is_kept()
    {
        await ListAsync(Some.Documents(2000));
        await Ledger.DisposeAsync();
        var copy = Path.Combine(Folder, "damaged.db");
        File.Copy(FilePath, copy);
        Damage(copy);
        var bytes = await File.ReadAllBytesAsync(copy);

        Assert.That(
            async () => await OpenAsync(copy),
            Throws.TypeOf<LedgerException>().With.Message.Contains("damaged").And.Message.Contains(copy).And.Message.Contains("synqup ledger restore"));
        Assert.That(await File.ReadAllBytesAsync(copy), Is.EqualTo(bytes));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_damaged_and_kept()
    {
        var path = Path.Combine(Folder, "text.db");
        await File.WriteAllTextAsync(path, new string('x', 5000));

        Assert.That(async () => await OpenAsync(path), Throws.TypeOf<LedgerException>().With.Message.Contains("damaged"));
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(new string('x', 5000)));
    }

    [Test]
    public void A_database_of_another_program_is_refused()
    {
        var path = Path.Combine(Folder, "other.db");
        Execute(path, "CREATE TABLE t (a)");

        Assert.That(async () => await OpenAsync(path), Throws.TypeOf<LedgerException>().With.Message.Contains("another program"));
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_explained()
    {
        File.WriteAllText(Path.Combine(Folder, "file"), "");

        Assert.That(
            async () => await OpenAsync(Path.Combine(Folder, "file", "ledger.db")),
            Throws.TypeOf<LedgerException>().With.Message.Contains("Check that the folder exists"));
    }

    [Test]
    public async Task Each_schema_step_is_done_once_and_keeps_what_is_there()
    {
        await ListAsync(Some.Document());
        await Ledger.DisposeAsync();
        LedgerStep[] steps = [.. LedgerSchema.Steps, "ALTER TABLE delivery ADD COLUMN later TEXT; UPDATE delivery SET later = 'filled'"];
        for (var i = 0; i < 2; i++)
        {
            using var connection = OpenFile(steps);
            Assert.That(connection.Long("SELECT count(*) FROM delivery WHERE later = 'filled'"), Is.EqualTo(1));
            Assert.That(connection.Long("PRAGMA user_version"), Is.EqualTo(steps.Length));
        }
    }

    [Test]
    public async Task A_schema_step_that_fails_leaves_the_version_before_it()
    {
        await Ledger.DisposeAsync();
        Assert.That(
            () => OpenFile([.. LedgerSchema.Steps, "CREATE TABLE half (a); SELECT nothing FROM nowhere"]), Throws.TypeOf<LedgerException>());

        using var connection = OpenFile(LedgerSchema.Steps);
        Assert.That(connection.Long("SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), Is.Zero);
    }

    [Test]
    public async Task Everything_is_flushed_at_each_commit()
    {
        await Ledger.DisposeAsync();
        using var connection = OpenFile(LedgerSchema.Steps);

        Assert.That(connection.Long("PRAGMA synchronous"), Is.EqualTo(2));
        Assert.That(connection.Text("PRAGMA journal_mode"), Is.EqualTo("wal"));
    }

    [Test]
    public async Task A_full_disk_fails_everybody_with_the_cause_and_stops_further_writes()
    {
        await Ledger.DisposeAsync();
        var connection = OpenFile(LedgerSchema.Steps);
        connection.Execute("PRAGMA max_page_count = 60");
        await using var writer = new LedgerWriter(connection, FilePath, Time, NullLogger.Instance, _ => { });
        var page = new Synqup.Core.Sources.Portal.DocumentPage(Some.Documents(2000), 1);
        var writes = Enumerable.Range(0, 3).Select(_ => writer.WriteAsync(transaction => PageRecording.Record(transaction, Source, page, full: false), CancellationToken.None)).ToList();

        foreach (var write in writes)
            Assert.That(async () => await write, Throws.TypeOf<LedgerException>().With.Message.Contains("disk is full"));
        Assert.That(
            async () => await writer.WriteAsync(_ => 1, CancellationToken.None), Throws.TypeOf<LedgerException>().With.Message.EqualTo(writer.Failure!.Message));
        await using var copy = await OpenCopyAsync("copy.db");
        Assert.That(await copy.CursorAsync(Source, CancellationToken.None), Is.EqualTo(new LedgerCursor(null, null)), "nothing of the group is there");
    }

    [Test]
    public async Task After_a_write_failed_the_next_start_renews_the_file_with_all_that_was_committed()
    {
        await ListAsync(Some.Documents(100));
        await Ledger.DisposeAsync();
        LedgerCopy.MarkFailed(FilePath, "disk I/O error");
        // What is behind the last page belongs to no copy: a file that was copied is shorter.
        await File.AppendAllTextAsync(FilePath, new string('\0', 4096));
        var length = new FileInfo(FilePath).Length;
        await ReopenAsync();

        Assert.That(await DueAsync(), Has.Count.EqualTo(100));
        Assert.That(File.Exists(LedgerCopy.MarkerOf(FilePath)), Is.False);
        Assert.That(Directory.GetFiles(Folder, "*.copy*"), Is.Empty);
        Assert.That(new FileInfo(FilePath).Length, Is.LessThan(length));
    }
}
