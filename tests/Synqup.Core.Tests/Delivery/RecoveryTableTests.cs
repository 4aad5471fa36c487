using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Delivery;

/// <summary>Each row of the recovery table: what is on the disk and in the ledger, and what a start makes of it.</summary>
internal sealed class RecoveryTableTests : DeliveryFixture
{
    private static readonly string[] Pair = ["pdf", "ubl"];

    [Test]
    public async Task Staged_in_the_same_boot_is_renamed()
    {
        var plan = await StopBeforeAsync(".xml");

        var report = await StartAsync();

        Assert.That(report.Settled.Single(), Has.Property("State").EqualTo(DeliveryState.Delivered).And.Property("Unseen").False);
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
        Assert.That(Staged(), Is.Empty);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [Test]
    public async Task A_done_file_that_a_stop_held_up_appears_after_what_it_announces()
    {
        var root = await OpenRootAsync();
        var plan = WithDone(Plan("d1", Pair));
        StopAt("TryRename", extension: ".xml");
        await DeliverAsync(root, plan);
        Kill();
        var renamed = new List<string>();
        Platform.After = (name, path) => renamed.AddRange(name == "TryRename" ? [Path.GetFileName(path)] : []);

        await StartAsync();

        Assert.That(renamed, Is.EqualTo(new[] { "d1.xml", "d1.done" }));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.done", "d1.pdf", "d1.xml" }));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [Test]
    public async Task Published_and_not_settled_is_delivered()
    {
        var plan = await StopAfterRenamesAsync();

        var report = await StartAsync();

        Assert.That(report.Settled.Single(), Has.Property("State").EqualTo(DeliveryState.Delivered).And.Property("Unseen").False);
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Both_there_with_our_bytes_is_delivered_and_the_rest_is_removed(bool otherBoot)
    {
        var plan = await StopBeforeAsync(".pdf");
        foreach (var part in Pair)
            File.WriteAllBytes(Path.Combine(Inbox, $"d1.{Extension(part)}"), Bytes("d1", part));

        var report = await StartAsync(otherBoot);

        Assert.That(report.Settled.Single(), Has.Property("State").EqualTo(DeliveryState.Delivered).And.Property("Unseen").False);
        Assert.That(Staged(), Is.Empty);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Gone_from_both_places_was_taken_by_the_package_and_is_delivered_unseen(bool otherBytes)
    {
        var plan = await StopAfterRenamesAsync();
        foreach (var file in Directory.GetFiles(Inbox))
        {
            File.Delete(file);
            if (otherBytes)
                File.WriteAllText(file, "the package's own");
        }

        var report = await StartAsync();

        Assert.That(report.Unseen.Single().State, Is.EqualTo(DeliveryState.Delivered));
        Assert.That(DivergenceSentences.Severity((await FoundAsync()).Single()), Is.EqualTo(HealthSeverity.Warning));
        Assert.That(await EntryAsync(plan), Has.Property("State").EqualTo(DeliveryState.Delivered).And.Property("Unseen").True);
    }

    [Test]
    public async Task What_nobody_saw_is_named_after_every_start_until_a_person_closes_it()
    {
        var plan = await StopAfterRenamesAsync();
        File.Delete(Path.Combine(Inbox, "d1.pdf"));
        for (var start = 0; start < 2; start++)
        {
            Kill();
            await StartAsync();
            Assert.That(DivergenceSentences.Problem((await FoundAsync()).Single(), []), Does.Contain("(batch 1)").And.Contain($"d1 ({Path.Combine(Inbox, "d1.pdf")})"));
        }

        Divergences.Close(Path.Combine(Folder, "ledger.db"), (await FoundAsync()).Single().Divergence);
        Kill();
        await StartAsync();

        Assert.That(await FoundAsync(), Is.Empty);
        Assert.That(await EntryAsync(plan), Has.Property("Unseen").True, "its history stays");
    }

    [Test]
    public async Task A_first_file_that_was_taken_and_a_second_one_that_waits_become_a_whole_set()
    {
        var plan = await StopBeforeAsync(".xml");
        File.Delete(Path.Combine(Inbox, "d1.pdf"));

        await StartAsync();

        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }));
        Assert.That(await EntryAsync(plan), Has.Property("State").EqualTo(DeliveryState.Delivered).And.Property("Unseen").True);
    }

    [Test]
    public async Task More_than_ten_unseen_at_once_are_an_alarm()
    {
        var root = await OpenRootAsync();
        StopAt("FlushVolume", nth: 2);
        await DeliverAsync(root, [.. Enumerable.Range(0, 11).Select(i => Plan($"d{i:00}"))]);
        Kill();
        foreach (var file in Directory.GetFiles(Inbox))
            File.Delete(file);

        var report = await StartAsync();

        Assert.That(report.Unseen.Count(), Is.EqualTo(11));
        Assert.That(DivergenceSentences.Severity((await FoundAsync()).Single()), Is.EqualTo(HealthSeverity.Error));
    }

    [Test]
    public async Task Staged_in_another_boot_is_quarantined_as_possibly_imported_and_released_by_a_person()
    {
        var plan = await StopBeforeAsync(".pdf");

        var root = NewRoot(Rebooted());
        var report = await root.OpenAsync(CancellationToken.None);

        Assert.That(report.Settled.Single(), Has.Property("State").EqualTo(DeliveryState.Quarantined).And.Property("Reason").Contains("Possibly imported"));
        Assert.That(Visible(), Is.Empty);
        Assert.That(Staged(), Has.Length.EqualTo(2), "a person may release it");

        var released = await root.ReleaseAsync([plan.Key], CancellationToken.None);

        Assert.That(released.Settled.Single().State, Is.EqualTo(DeliveryState.Delivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
        Assert.That(Staged(), Is.Empty);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [Test]
    public async Task A_file_of_a_quarantined_set_that_the_package_took_meanwhile_does_not_come_again_with_its_release()
    {
        var plan = await StopBeforeAsync(".pdf");
        var pdf = Path.Combine(Inbox, "d1.pdf");
        File.WriteAllBytes(pdf, Bytes("d1", "pdf"));
        var root = NewRoot(Rebooted());
        await root.OpenAsync(CancellationToken.None);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined), "its XML is in doubt");
        File.Delete(pdf);

        await root.ReleaseAsync([plan.Key], CancellationToken.None);

        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [Test]
    public async Task A_quarantined_set_keeps_its_names_and_its_files_until_it_is_discarded()
    {
        var plan = await StopBeforeAsync(".pdf");
        var root = NewRoot(Rebooted());
        await root.OpenAsync(CancellationToken.None);
        await DeliverAsync(root, Plan("other", Pair, name: "D1"));
        Assert.That(Visible(), Is.EqualTo(new[] { "D1_2.pdf", "D1_2.xml" }));

        await DecideAsync(plan, DecisionKind.Drop);
        await CarryOutAsync(root);
        await root.CloseAsync(CancellationToken.None);

        Assert.That(Staged(), Is.Empty);
        Assert.That(ManifestNames(), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task A_further_delivery_of_a_quarantined_document_gets_its_own_name_and_keeps_it_when_the_old_one_is_cleared_away()
    {
        await StopBeforeAsync(".pdf");
        var root = NewRoot(Rebooted());
        await root.OpenAsync(CancellationToken.None);

        var again = Plan("d1", Pair, delivery: 2);
        await Ledger.RecordPageAsync(Source, new DocumentPage([again.Document], 2), full: false, CancellationToken.None);
        await DeliverAsync(root, again);
        await root.CloseAsync(CancellationToken.None);

        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
        Assert.That(await StateAsync(again), Is.EqualTo(DeliveryState.Delivered));
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task On_a_share_another_process_cannot_tell_and_quarantines()
    {
        Platform.IsShare = true;
        await StopBeforeAsync(".pdf");
        Platform.IsShare = true;

        var report = await StartAsync();

        Assert.That(report.Settled.Single().State, Is.EqualTo(DeliveryState.Quarantined));
        Assert.That(Visible(), Is.Empty);
    }

    [Test]
    public async Task Staged_with_other_bytes_is_damaged_and_quarantined()
    {
        var plan = await StopBeforeAsync(".pdf");
        File.WriteAllText(Staged().Order().First(), "x");

        var report = await StartAsync();

        Assert.That(report.Settled.Single(), Has.Property("State").EqualTo(DeliveryState.Quarantined).And.Property("Reason").StartsWith("Damaged"));
        Assert.That(Visible(), Is.Empty, "the most doubtful file decides for its set");
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));
    }

    [Test]
    public async Task A_staged_file_that_may_not_be_read_is_not_called_damaged_but_waits()
    {
        var plan = await StopBeforeAsync(".pdf");
        Platform.Before = (name, path) =>
        {
            if (name == "OpenRead" && path.EndsWith(RootLayout.PartSuffix, StringComparison.Ordinal))
                throw new UnauthorizedAccessException("no");
        };
        var root = NewRoot();

        var report = await root.OpenAsync(CancellationToken.None);

        Assert.That(report.Waiting.Single().Cause, Does.Contain("access is denied"));
        Platform.Before = null;
        await root.OpenAsync(CancellationToken.None);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [TestCase("moved")]
    [TestCase("replaced")]
    [TestCase("unreadable")]
    public async Task A_staging_folder_that_cannot_be_read_makes_its_documents_wait_and_they_go_on_by_themselves(string how)
    {
        var plan = await StopBeforeAsync(".pdf");
        var away = Path.Combine(Folder, "away");
        if (how != "unreadable")
            Directory.Move(Staging, away);
        if (how == "replaced")
            Directory.CreateDirectory(Staging);
        if (how == "unreadable")
            Platform.Before = (name, path) => { if (name == "FilesIn" && path == Staging) throw new UnauthorizedAccessException("no"); };
        var root = NewRoot();

        var report = await root.OpenAsync(CancellationToken.None);

        Assert.That(report.Standing.IsReady);
        Assert.That(report.Waiting.Single().Set.DocumentId, Is.EqualTo("d1"));
        Assert.That(report.Waiting, Has.Count.EqualTo(1));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Publishing));

        if (how == "replaced")
            Directory.Delete(Staging, recursive: true);
        if (how != "unreadable")
            Directory.Move(away, Staging);
        Platform.Before = null;
        report = await root.OpenAsync(CancellationToken.None);

        Assert.That(report.Waiting, Is.Empty);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
    }

    [TestCase("root.json")]
    [TestCase("batches/1")]
    public async Task A_marker_or_manifest_that_cannot_be_read_makes_the_root_wait(string file)
    {
        await StopBeforeAsync(".pdf");
        var path = Path.Combine(RootPath, ".synqup", file);
        var content = File.ReadAllBytes(path);
        File.WriteAllBytes(path, content[..^5]);
        var root = NewRoot();

        var report = await root.OpenAsync(CancellationToken.None);

        Assert.That(report.Standing.State, Is.EqualTo(RootState.Unreadable));
        Assert.That(report.Standing.Problem, Does.Contain(path));
        Assert.That(Visible(), Is.Empty);
        Assert.That(Staged(), Has.Length.EqualTo(2));

        File.WriteAllBytes(path, content);
        report = await root.OpenAsync(CancellationToken.None);
        Assert.That(report.Settled.Single().State, Is.EqualTo(DeliveryState.Delivered));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_staged_file_that_is_there_again_after_delivery_is_removed_or_an_alarm(bool finalIsThere)
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1");
        await DeliverAsync(root, plan);
        await root.DisposeAsync();
        var manifest = File.ReadAllText(Path.Combine(RootPath, ".synqup", "batches", "1"));
        var staged = System.Text.RegularExpressions.Regex.Match(manifest, "\"stagedName\":\"([^\"]+)\"").Groups[1].Value;
        File.Copy(Path.Combine(Inbox, "d1.xml"), Path.Combine(Staging, staged));
        if (!finalIsThere)
            File.Delete(Path.Combine(Inbox, "d1.xml"));

        await StartAsync();
        Kill();
        await StartAsync();

        Assert.That(await StateAsync(plan), Is.EqualTo(finalIsThere ? DeliveryState.Delivered : DeliveryState.Quarantined));
        Assert.That(Staged(), Has.Length.EqualTo(finalIsThere ? 0 : 1));
        Assert.That((await FoundAsync()).Select(f => f.Divergence.Kind), finalIsThere ? Is.Empty : Is.EqualTo(new[] { DivergenceKind.RenameUndone }), "also after the next start");
    }

    [Test]
    public async Task What_a_share_took_back_after_its_batch_was_forgotten_is_released_like_all_else()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1");
        await DeliverAsync(root, plan);
        await Ledger.AnsweredAsync(Source, [new("d1", 1, AcknowledgementOutcome.Forwarded, AcknowledgementStatus.Accepted, null)], CancellationToken.None);
        var manifest = File.ReadAllText(Path.Combine(RootPath, ".synqup", "batches", "1"));
        var staged = System.Text.RegularExpressions.Regex.Match(manifest, "\"stagedName\":\"([^\"]+)\"").Groups[1].Value;
        await root.DisposeAsync();
        // It stopped before the manifest went.
        await Ledger.ForgetBatchesAsync(RootPath, [1], CancellationToken.None);
        File.Move(Path.Combine(Inbox, "d1.xml"), Path.Combine(Staging, staged));
        root = NewRoot();
        await root.OpenAsync(CancellationToken.None);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));

        var released = await root.ReleaseAsync([plan.Key], CancellationToken.None);

        Assert.That(released.Impossible, Is.Empty);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }));
    }

    [Test]
    public async Task A_manifest_that_the_ledger_does_not_know_is_adopted()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1", Pair);
        var lost = new FaultyLedger(Ledger) { FailBefore = "Publishing" };
        await root.DisposeAsync();
        root = NewRoot(ledger: lost);
        await root.OpenAsync(CancellationToken.None);
        Assert.That(async () => await DeliverAsync(root, plan), Throws.InstanceOf<LedgerException>());
        Kill();
        Assert.That(await StateAsync(plan), Is.Null);

        var report = await StartAsync();

        Assert.That(report.Adopted, Is.EqualTo(1));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
        Assert.That(await FoundAsync(), Is.Empty);
    }

    [Test]
    public async Task An_old_ledger_is_reported_and_rebuilt_from_the_manifests()
    {
        var root = await OpenRootAsync();
        foreach (var id in new[] { "d1", "d2", "d3" })
            await DeliverAsync(root, Plan(id));
        await root.DisposeAsync();
        await using var old = await DeliveryLedger.OpenAsync(Path.Combine(Folder, "old.db"), Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<DeliveryLedger>.Instance, CancellationToken.None);
        var again = NewRoot(ledger: old);

        var report = await again.OpenAsync(CancellationToken.None);

        Assert.That((await old.Queries.DivergencesAsync(RootPath, 10, CancellationToken.None)).Single().Divergence, Has.Property("Kind").EqualTo(DivergenceKind.LedgerIsBehind).And.Property("Last").EqualTo(3));
        Assert.That(report.Settled, Has.Count.EqualTo(3));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml", "d2.xml", "d3.xml" }));
        await again.DisposeAsync();
    }

    [Test]
    public async Task What_was_publishing_in_a_batch_that_the_root_no_longer_knows_needs_a_person()
    {
        var plan = await StopBeforeAsync(".pdf");
        File.Delete(Path.Combine(RootPath, ".synqup", "batches", "1"));

        await StartAsync();

        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));
        Assert.That(Visible(), Is.Empty);
        Assert.That(Staged(), Has.Length.EqualTo(2), "a release needs them");
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task What_was_publishing_without_a_manifest_is_visible_under_its_committed_names_once_a_person_releases_it(int starts)
    {
        var plan = await StopBeforeAsync(".pdf");
        File.Delete(Path.Combine(RootPath, ".synqup", "batches", "1"));
        DeliveryRoot root;
        do
        {
            Kill();
            root = NewRoot();
            await root.OpenAsync(CancellationToken.None);
        }
        while (--starts > 0);

        var released = await root.ReleaseAsync([plan.Key], CancellationToken.None);

        Assert.That(released.Settled.Single(), Has.Property("State").EqualTo(DeliveryState.Delivered).And.Property("Unseen").False);
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task Staged_files_that_nobody_knows_are_removed_and_others_files_stay()
    {
        var root = await OpenRootAsync();
        var batch = root.OpenBatch("etag-1", [Plan("d1", Pair)]);
        await ReceiveAsync(batch);
        File.WriteAllText(Path.Combine(Staging, "another-1.synqup-part"), "of a root inside this one");
        Kill();

        var report = await StartAsync();

        Assert.That(report.PartsRemoved, Is.EqualTo(2));
        Assert.That(Staged().Select(Path.GetFileName), Is.EqualTo(new[] { "another-1.synqup-part" }));
    }

    [Test]
    public async Task A_clean_stop_leaves_nothing_to_look_for()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        await root.DisposeAsync();
        var looked = new List<string>();
        Platform.Before = (name, path) => { if (name == "FilesIn") looked.Add(path); };

        var report = await StartAsync();

        Assert.That(report.Settled, Is.Empty);
        Assert.That(looked, Does.Contain(Path.Combine(RootPath, ".synqup", "batches")));
        Assert.That(File.ReadAllText(Path.Combine(RootPath, ".synqup", "touched")), Is.Empty);
    }

    /// <summary>Delivers a pair, and the process dies before the first rename to this extension.</summary>
    private async Task<SetPlan> StopBeforeAsync(string extension)
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1", Pair);
        StopAt("TryRename", extension: extension);
        var published = await DeliverAsync(root, plan);
        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Pending));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Publishing));
        Kill();
        return plan;
    }

    [Test]
    public async Task The_source_is_told_which_files_the_accounting_package_may_have()
    {
        await StopBeforeAsync(".pdf");
        File.Delete(Path.Combine(RootPath, ".synqup", "batches", "1"));

        await StartAsync();

        Assert.That((await Ledger.OutboxAsync(Source, 10, CancellationToken.None)).Single().Files.Select(file => Path.GetFileName(file.Path)), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
    }

    [Test]
    public async Task A_set_that_wants_no_other_name_gets_none_after_a_stop_either()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1", Pair) with { QuarantineWhenTaken = true };
        StopAt("TryRename", extension: ".pdf");
        await DeliverAsync(root, plan);
        Kill();
        File.WriteAllText(Path.Combine(Inbox, "d1.pdf"), "somebody else's");

        await StartAsync();

        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf" }));
    }

    private async Task<SetPlan> StopAfterRenamesAsync()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1", Pair);
        StopAt("FlushVolume", nth: 3);
        await DeliverAsync(root, plan);
        Assert.That(Visible(), Has.Length.EqualTo(2));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Publishing));
        Kill();
        return plan;
    }

    private void StopAt(string call, string extension = "", int nth = 1)
    {
        var dead = false;
        Platform.Before = (name, path) =>
        {
            dead |= name == call && path.EndsWith(extension, StringComparison.Ordinal) && --nth == 0;
            if (dead)
                throw new IOException("The process is gone.");
        };
    }

    private HookedPlatform Rebooted()
    {
        Platform.OtherBootId = "the next boot";
        return Platform;
    }

    private Task<IReadOnlyList<DivergedDocuments>> FoundAsync() => Ledger.Queries.DivergencesAsync(RootPath, DivergenceSentences.Named, CancellationToken.None);

    private async Task<RootReport> StartAsync(bool otherBoot = false)
    {
        var root = NewRoot(otherBoot ? Rebooted() : Platform);
        var report = await root.OpenAsync(CancellationToken.None);
        Assert.That(report.Standing.IsReady, report.Standing.Problem);
        return report;
    }
}
