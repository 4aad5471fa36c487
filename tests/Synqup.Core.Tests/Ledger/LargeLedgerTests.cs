namespace Synqup.Core.Tests.Ledger;

/// <summary>What an agent and people ask does not take longer because many years are behind it.</summary>
[Category("Long")]
[NonParallelizable]
internal sealed class LargeLedgerTests
{
    private const int Small = 10_000, Large = 500_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("synqup-large-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Fifty_times_the_documents_make_no_question_fifty_times_as_slow()
    {
        var small = await MeasureAsync(Small);
        var large = await MeasureAsync(Large);

        using (Assert.EnterMultipleScope())
        {
            foreach (var ((what, before), (_, after)) in small.Zip(large))
            {
                await TestContext.Out.WriteLineAsync($"{what,-40} {before,9:0.00} ms with {Small} documents, {after,9:0.00} ms with {Large}: {after / before:0.0} times");
                // To look through a number anywhere in all numbers is work for each of them, and a small file is checked when it is opened.
                if (what is not ("a number" or "open"))
                    Assert.That(after, Is.LessThan((10 * before) + 20), what);
                Assert.That(after, Is.LessThan(5000), what);
            }
        }
    }

    [Test]
    public async Task A_backup_holds_up_nobody()
    {
        var path = Path.Combine(_folder, "ledger.db");
        LargeLedger.Fill(path, Large);

        var (seconds, longest) = await new LargeLedger(path).BackUpAsync(Large);

        await TestContext.Out.WriteLineAsync($"{seconds:0.0} s for {new FileInfo(path).Length >> 20} MiB; a page waited {longest:0} ms at most");
        Assert.That(longest, Is.LessThan(Math.Max(2000, seconds * 500)), "no page waited for the backup");
    }

    private async Task<IReadOnlyList<(string What, double Milliseconds)>> MeasureAsync(int rows)
    {
        var path = Path.Combine(_folder, $"{rows}.db");
        LargeLedger.Fill(path, rows);
        return await new LargeLedger(path).MeasureAsync(rows);
    }
}
