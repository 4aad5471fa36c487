using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Delivery;

/// <summary>In which order disk and ledger are told: what a power cut must find whole comes first.</summary>
internal sealed class DurabilityTests : DeliveryFixture
{
    private static readonly string[] Pair = ["pdf", "ubl"];

    private readonly List<string> _calls = [];

    [Test]
    public void An_own_file_is_flushed_before_it_gets_its_name_and_its_folder_after()
    {
        Record();

        OwnFile.Write(Platform, Path.Combine(RootPath, "own"), "content"u8);

        Assert.That(_calls, Is.EqualTo(new[] { "Delete own.part", "CreateFile own.part", "Write own.part", "Flush own.part", "Replace own", "FlushFolder ." }));
    }

    [Test]
    public async Task Contents_the_manifest_the_ledger_names_folders_and_the_ledger_follow_each_other()
    {
        var root = await RecordedRootAsync();

        await DeliverAsync(root, Plan("d1"));

        AssertOrder("Write <staged>", "FlushVolume .synqup", "Flush .synqup/batches/1.part", "Replace .synqup/batches/1", "FlushFolder .synqup/batches",
            "ledger Publishing", "TryRename Janssens/inbound/d1.xml", "FlushVolume .synqup", "ledger Settle");
    }

    [Test]
    public async Task On_a_share_each_file_and_each_folder_up_to_the_root_is_flushed_before_anything_binds()
    {
        Platform.IsShare = true;
        var root = await RecordedRootAsync();

        await DeliverAsync(root, Plan("d1"));

        foreach (var flush in new[] { "Flush <staged>", "FlushFolder Janssens/inbound/.synqup", "FlushFolder Janssens/inbound", "FlushFolder Janssens", "FlushFolder ." })
            AssertOrder("Write <staged>", flush, "Replace .synqup/batches/1");
        AssertOrder("TryRename Janssens/inbound/d1.xml", "FlushFolder Janssens/inbound", "ledger Settle");
        AssertOrder("TryRename Janssens/inbound/d1.xml", "FlushFolder Janssens/inbound/.synqup", "ledger Settle");
    }

    [Test]
    public async Task The_same_bytes_under_the_name_are_flushed_and_the_staged_ones_go_only_when_the_ledger_knows()
    {
        Directory.CreateDirectory(Inbox);
        File.WriteAllBytes(Path.Combine(Inbox, "d1.xml"), Bytes("d1", "ubl"));
        var root = await RecordedRootAsync();

        await DeliverAsync(root, Plan("d1"));

        AssertOrder("TryRename Janssens/inbound/d1.xml", "FlushFile Janssens/inbound/d1.xml", "ledger Settle", "Delete <staged>");
        Assert.That(_calls.Count(c => c == "Delete <staged>"), Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_a_start_finds_published_is_flushed_before_the_ledger_is_told(bool onShare)
    {
        Platform.IsShare = onShare;
        var root = NewRoot(ledger: new FaultyLedger(Ledger) { FailBefore = "Settle" });
        root.Use();
        await root.OpenAsync(CancellationToken.None);
        Assert.That(async () => await DeliverAsync(root, Plan("d1", Pair)), Throws.InstanceOf<LedgerException>());
        Kill();
        Platform.IsShare = onShare;

        await RecordedRootAsync();

        Assert.That(_calls, Does.Contain("ledger Settle"));
        AssertOrder("FlushFile Janssens/inbound/d1.pdf", "FlushFolder Janssens/inbound", "ledger Settle");
        AssertOrder("FlushFile Janssens/inbound/d1.xml", "FlushFolder Janssens/inbound", "ledger Settle");
        AssertOrder("FlushFile Janssens/inbound/d1.xml", "FlushFolder Janssens/inbound/.synqup", "ledger Settle");
    }

    [Test]
    public async Task A_closed_batch_leaves_the_ledger_before_its_manifest_goes()
    {
        var root = await RecordedRootAsync();
        await DeliverAsync(root, Plan("d1"));
        await AcknowledgeAllAsync();

        await root.CloseAsync(CancellationToken.None);

        AssertOrder("ledger Forget", "Delete .synqup/batches/1");
    }

    private async Task<DeliveryRoot> RecordedRootAsync()
    {
        var root = NewRoot(ledger: new FaultyLedger(Ledger) { Hook = when => Note(when.StartsWith("after ", StringComparison.Ordinal) ? $"ledger {when[6..]}" : null) });
        root.Use();
        Record();
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady);
        return root;
    }

    private void Record() => Platform.After = (name, path) =>
        Note($"{name} {(path.EndsWith(".synqup-part", StringComparison.Ordinal) ? "<staged>" : Path.GetRelativePath(RootPath, path))}");

    private void Note(string? call)
    {
        lock (_calls)
        {
            if (call is not null)
                _calls.Add(call);
        }
    }

    /// <summary>The calls were made in this order; others may stand between them.</summary>
    private void AssertOrder(params string[] expected)
    {
        var next = 0;
        foreach (var call in _calls)
        {
            if (next < expected.Length && call == expected[next])
                next++;
            else if (next > 0 && next < expected.Length && call == expected[^1])
                break;
        }
        Assert.That(next, Is.EqualTo(expected.Length), $"'{expected.ElementAtOrDefault(next)}' did not follow in:\n{string.Join('\n', _calls)}");
    }
}
