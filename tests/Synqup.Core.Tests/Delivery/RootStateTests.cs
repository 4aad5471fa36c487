using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Delivery;

/// <summary>When a root may be written to, and by whom.</summary>
internal sealed class RootStateTests : DeliveryFixture
{
    [Test]
    public async Task A_root_that_is_not_there_is_missing_and_is_never_made_by_itself()
    {
        Directory.Delete(RootPath);
        var root = NewRoot();

        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing, Has.Property("State").EqualTo(RootState.Missing).And.Property("Remedy").Contains("--create-root"));
        Assert.That(Directory.Exists(RootPath), Is.False);

        Assert.That(root.CreateRoot().IsReady);
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady);
        Assert.That(root.Probe(), Is.Null);
        Assert.That(Directory.GetFiles(RootPath), Is.Empty);
    }

    [Test]
    public async Task An_empty_root_on_Linux_is_marked_by_a_person_only()
    {
        var root = NewRoot();

        var report = await root.OpenAsync(CancellationToken.None);
        if (OperatingSystem.IsWindows())
        {
            Assert.That(report.Standing.IsReady);
            return;
        }
        Assert.That(report.Standing, Has.Property("State").EqualTo(RootState.Unmarked).And.Property("Remedy").Contains("--use"));
        Assert.That(Directory.EnumerateFileSystemEntries(RootPath), Is.Empty);
        Assert.That(root.Use().IsReady);
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady);
    }

    [Test]
    public async Task A_root_with_something_in_it_is_marked_by_itself()
    {
        Directory.CreateDirectory(Path.Combine(RootPath, "Janssens"));
        var root = NewRoot();

        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady);
        Assert.That(File.ReadAllText(Path.Combine(RootPath, ".synqup", "root.json")), Does.Contain("agent-1").And.Contain("Office"));
    }

    [Test]
    public async Task A_root_that_has_lost_its_marker_pauses_writes_nothing_and_resumes_by_itself()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        var away = RootPath + "-away";
        Directory.Move(RootPath, away);
        Directory.CreateDirectory(RootPath);

        var published = await DeliverAsync(root, Plan("d2"));

        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Deferred).Or.EqualTo(SetEnding.Restage));
        root = NewRoot();
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.State, Is.EqualTo(RootState.MarkerLost));
        Assert.That(Directory.EnumerateFileSystemEntries(RootPath), Is.Empty, "this may be a mount point");

        Platform.ReleaseLocks();
        Directory.Delete(RootPath);
        Directory.Move(away, RootPath);
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady);
        Assert.That((await DeliverAsync(root, Plan("d2"))).Results.Single().Ending, Is.EqualTo(SetEnding.Delivered));
    }

    [Test]
    public async Task A_marker_that_is_lost_between_staging_and_publishing_stops_the_batch_before_it_binds()
    {
        var root = await OpenRootAsync();
        await using var batch = root.OpenBatch("etag-1", [Plan("d1")]);
        await ReceiveAsync(batch);
        var marker = Path.Combine(RootPath, ".synqup", "root.json");
        File.Move(marker, marker + ".away");

        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.Single(), Has.Property("Ending").EqualTo(SetEnding.Restage).And.Property("Reason").Contains("marker"));
        Assert.That(root.Standing.IsReady, Is.False);
        Assert.That(Visible(), Is.Empty);
        Assert.That(ManifestNames(), Is.Empty);
    }

    [Test]
    public async Task Another_agents_root_is_left_alone_until_this_one_adopts_it()
    {
        var first = await OpenRootAsync();
        await first.DisposeAsync();
        var second = NewRoot(agent: "agent-2");

        Assert.That((await second.OpenAsync(CancellationToken.None)).Standing, Has.Property("State").EqualTo(RootState.ForeignMarker).And.Property("Problem").Contains("agent-1"));
        Assert.That(second.Use().State, Is.EqualTo(RootState.ForeignMarker));
        Assert.That(second.Adopt().IsReady);
        Assert.That((await second.OpenAsync(CancellationToken.None)).Standing.IsReady);
        Assert.That((await NewRoot().OpenAsync(CancellationToken.None)).Standing.State, Is.EqualTo(RootState.ForeignMarker));
    }

    [Test]
    public async Task A_root_of_another_connection_of_this_agent_is_no_other_agents_and_is_not_adopted()
    {
        await (await OpenRootAsync()).DisposeAsync();
        var second = NewRoot(agent: "agent-2", sharedWith: other => other == "agent-1" ? "kantoor" : null);

        foreach (var standing in new[] { (await second.OpenAsync(CancellationToken.None)).Standing, second.Adopt() })
        {
            Assert.That(standing.State, Is.EqualTo(RootState.ForeignMarker));
            Assert.That(standing.Problem, Does.Contain(RootPath).And.Contain("the connection kantoor of this same agent"));
            Assert.That(standing.Remedy, Does.Contain("another folder in the Console").And.Not.Contain("--adopt"));
        }
    }

    [Test]
    public async Task What_an_agent_delivered_before_another_one_took_over_is_not_missing_in_the_other_ones_ledger()
    {
        var first = await OpenRootAsync();
        foreach (var id in new[] { "d1", "d2", "d3" })
            await DeliverAsync(first, Plan(id));
        await first.DisposeAsync();
        await using var ledger = await DeliveryLedger.OpenAsync(Path.Combine(Folder, "second.db"), Time, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);
        var second = NewRoot(ledger: ledger, agent: "agent-2");
        second.Adopt();
        await second.OpenAsync(CancellationToken.None);
        Assert.That(await ledger.Queries.DivergencesAsync(null, 10, CancellationToken.None), Is.Empty);
        await DeliverAsync(second, Plan("d4"));
        await DeliverAsync(second, Plan("d5"));
        await second.DisposeAsync();

        await using var old = await DeliveryLedger.OpenAsync(Path.Combine(Folder, "old.db"), Time, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);
        var again = NewRoot(ledger: old, agent: "agent-2");
        await again.OpenAsync(CancellationToken.None);
        await again.DisposeAsync();

        Assert.That((await old.Queries.DivergencesAsync(null, 10, CancellationToken.None)).Single().Divergence,
            Has.Property("Kind").EqualTo(DivergenceKind.LedgerIsBehind).And.Property("First").EqualTo(4).And.Property("Last").EqualTo(5));
    }

    [Test]
    public async Task What_an_agent_that_took_over_finishes_is_its_own_whatever_the_other_one_called_their_office()
    {
        var first = await OpenRootAsync();
        Platform.Before = (name, _) =>
        {
            if (name == "TryRename")
                throw new IOException("killed");
        };
        await DeliverAsync(first, Plan("d1"));
        Platform.Before = null;
        Kill();
        await using var ledger = await DeliveryLedger.OpenAsync(Path.Combine(Folder, "second.db"), Time, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);
        var second = NewRoot(ledger: ledger, agent: "agent-2", source: "kantoor");
        second.Adopt();

        var report = await second.OpenAsync(CancellationToken.None);
        await second.DisposeAsync();

        Assert.That(report.Settled.Single().Source, Is.EqualTo("kantoor"));
        Assert.That((await ledger.Queries.DocumentAsync("kantoor", "d1", CancellationToken.None)).Single().Entry.State, Is.EqualTo(DeliveryState.Delivered));
        Assert.That((await ledger.OutboxAsync("kantoor", 10, CancellationToken.None)).Select(told => told.DocumentId), Is.EqualTo(["d1"]));
    }

    [Test]
    public async Task A_root_that_is_adopted_by_another_agent_meanwhile_stops_publishing()
    {
        var root = await OpenRootAsync();
        await using var batch = root.OpenBatch("etag-1", [Plan("d1")]);
        await ReceiveAsync(batch);
        var marker = Path.Combine(RootPath, ".synqup", "root.json");
        File.WriteAllText(marker, File.ReadAllText(marker).Replace("agent-1", "agent-2", StringComparison.Ordinal));

        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.Single().Reason, Does.Contain("agent-2"));
        Assert.That(Visible(), Is.Empty);
    }

    [Test]
    public async Task A_lock_that_another_process_holds_keeps_this_one_out_and_dies_with_that_process()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Uses the flock command of Linux; on Windows an open file is the lock.");
        await (await OpenRootAsync()).DisposeAsync();
        using var other = Process.Start(new ProcessStartInfo("flock", ["--no-fork", Path.Combine(RootPath, ".synqup", "lock"), "sh", "-c", "echo locked; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await other.StandardOutput.ReadLineAsync();
        var root = NewRoot();

        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.State, Is.EqualTo(RootState.Locked));

        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync();
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady);
    }

    [Test]
    public async Task A_lock_file_that_was_replaced_is_noticed_before_the_next_rename()
    {
        var root = await OpenRootAsync();
        var path = Path.Combine(RootPath, ".synqup", "lock");
        File.Delete(path);
        var thief = NewPlatform().TryLock(path);
        Assert.That(thief, Is.Not.Null);

        var published = await DeliverAsync(root, Plan("d1"));

        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Restage));
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.State, Is.EqualTo(RootState.Locked));
        thief!.Dispose();
    }

    [Test]
    public async Task A_file_that_another_program_holds_is_tried_on_while_others_settle()
    {
        var root = await OpenRootAsync();
        var refusals = 3;
        Platform.Before = (name, path) =>
        {
            if (name == "TryRename" && path.EndsWith("d1.xml", StringComparison.Ordinal) && refusals-- > 0)
                throw new IOException("Sharing violation.", OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : 16);
        };

        var published = await DeliverAsync(root, Plan("d1"), Plan("d2"));

        Assert.That(published.Results.Single(), Has.Property("Ending").EqualTo(SetEnding.Delivered));
        Assert.That(published.Held.IsCompleted, Is.False);
        Assert.That((await DeliverAsync(root, Plan("d3"))).Results.Single().Ending, Is.EqualTo(SetEnding.Delivered), "other batches go on");
        await AdvanceUntilAsync(published.Held);
        Assert.That((await published.Held).Single(), Has.Property("Ending").EqualTo(SetEnding.Delivered).And.Property("Settled").True);
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml", "d2.xml", "d3.xml" }));
    }

    [Test]
    public async Task A_file_that_is_held_for_a_minute_needs_a_person_and_says_the_cause()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1");
        Platform.Before = (name, path) =>
        {
            if (name == "TryRename" && path.EndsWith("d1.xml", StringComparison.Ordinal))
                throw new UnauthorizedAccessException("no");
        };
        var published = await DeliverAsync(root, plan);
        var began = Time.GetUtcNow();

        await AdvanceUntilAsync(published.Held);

        Assert.That((await published.Held).Single(), Has.Property("Ending").EqualTo(SetEnding.Quarantined).And.Property("Reason").Contains("access is denied"));
        Assert.That(Time.GetUtcNow() - began, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));

        Platform.Before = null;
        Assert.That((await root.ReleaseAsync([plan.Key], CancellationToken.None)).Settled.Single().State, Is.EqualTo(DeliveryState.Delivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }));
    }

    [Test]
    public async Task A_folder_whose_own_staging_is_on_another_volume_needs_a_person_and_fails_no_other_folder()
    {
        var root = await OpenRootAsync();
        Platform.Before = (name, path) =>
        {
            if (name == "TryRename" && path.StartsWith(Inbox, StringComparison.Ordinal))
                throw new IOException("Invalid cross-device link.", OperatingSystem.IsWindows() ? unchecked((int)0x80070011) : 18);
        };
        var published = await DeliverAsync(root, Plan("d1"), Plan("d2", customer: "Peeters"));
        await AdvanceUntilAsync(published.Held);

        Assert.That((await published.Held).Single(), Has.Property("Ending").EqualTo(SetEnding.Quarantined).And.Property("Reason").Contains("is on another volume"));
        Assert.That(published.Results.Single(), Has.Property("Ending").EqualTo(SetEnding.Delivered));
        Assert.That(root.Standing.IsReady);
    }

    [Test]
    public async Task What_is_held_at_a_clean_stop_needs_no_person_and_is_published_after_the_next_start()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1");
        Platform.Before = (name, path) =>
        {
            if (name == "TryRename" && path.EndsWith("d1.xml", StringComparison.Ordinal))
                throw new UnauthorizedAccessException("no");
        };
        var published = await DeliverAsync(root, plan, Plan("d2"));
        await root.DisposeAsync();
        var left = (await published.Held).Single();
        var state = await StateAsync(plan);

        Platform.Before = null;
        root = await OpenRootAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((left.Ending, state), Is.EqualTo((SetEnding.Pending, DeliveryState.Publishing)));
            Assert.That(left.Reason, Does.Contain("access is denied"));
            Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
            Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml", "d2.xml" }));
        }
    }

    [Test]
    public async Task Of_many_that_race_for_one_name_one_gets_it_and_none_is_overwritten()
    {
        Directory.CreateDirectory(Inbox);
        var platform = NewPlatform();
        for (var round = 0; round < 200; round++)
        {
            var name = Path.Combine(Inbox, $"{round}.xml");
            using var start = new Barrier(3);
            var racers = Enumerable.Range(0, 3).Select(i => Task.Factory.StartNew(() =>
            {
                var own = Path.Combine(Inbox, $"{round}-{i}.part");
                File.WriteAllText(own, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                start.SignalAndWait();
                return platform.TryRename(own, name) ? i : -1;
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();

            var winners = (await Task.WhenAll(racers)).Where(i => i >= 0).ToArray();

            Assert.That(winners, Has.Length.EqualTo(1));
            Assert.That(File.ReadAllText(name), Is.EqualTo(winners[0].ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    private async Task AdvanceUntilAsync(Task task)
    {
        for (var seconds = 0; !task.IsCompleted; seconds++)
        {
            Assert.That(seconds, Is.LessThan(10_000), "it ends");
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
        }
    }
}
