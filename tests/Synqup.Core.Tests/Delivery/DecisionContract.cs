using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Delivery;

/// <summary>What becomes of files when a person decides about a set that may be imported already.</summary>
internal abstract class DecisionContract : DeliveryFixture
{
    private static readonly string[] Pair = ["pdf", "ubl"];

    private FaultyLedger? _ledger;
    private int _boots;

    [Test]
    public async Task A_release_publishes_under_the_committed_names_and_ends_with_them()
    {
        var (plan, root) = await QuarantineAsync("d1");
        await DecideAsync(plan, DecisionKind.Release);

        await CarryOutAsync(root);

        await AssertPublishedAsync(plan);
        Assert.That((await Ledger.OutboxAsync(Source, 10, CancellationToken.None)).Where(one => one.Outcome == AcknowledgementOutcome.Forwarded), Has.Exactly(1).Items);
    }

    [Test]
    public async Task What_the_package_has_is_told_as_forwarded_and_leaves_nothing_behind()
    {
        var (plan, root) = await QuarantineAsync("d1");
        await DecideAsync(plan, DecisionKind.Imported);

        await CarryOutAsync(root);

        await AssertImportedAsync(plan);
        await AcknowledgeAllAsync();
        await root.CloseAsync(CancellationToken.None);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Acknowledged));
        Assert.That(ManifestNames(), Is.Empty);
    }

    [Test]
    public async Task What_is_dropped_leaves_nothing_behind_and_its_names_are_free()
    {
        var (plan, root) = await QuarantineAsync("d1");
        await DecideAsync(plan, DecisionKind.Drop);

        await CarryOutAsync(root);

        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Discarded));
        Assert.That((Visible(), Staged(), ManifestNames()), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>(), Array.Empty<string>())));
        await DeliverAsync(root, Plan("other", Pair, name: "d1"));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
    }

    [TestCase(DecisionKind.Imported)]
    [TestCase(DecisionKind.Drop)]
    public async Task What_was_settled_while_its_folder_was_away_is_cleared_away_at_the_next_start_and_never_taken_for_lost(DecisionKind kind)
    {
        var (plan, root) = await QuarantineAsync("d1");
        await root.DisposeAsync();
        await DecideAsync(plan, kind);
        foreach (var open in await Ledger.DecisionsAsync(Source, CancellationToken.None))
            await Ledger.CarryOutAsync(open, CancellationToken.None);

        await StartAsync();

        Assert.That(await StateAsync(plan), Is.EqualTo(kind == DecisionKind.Drop ? DeliveryState.Discarded : DeliveryState.Delivered));
        Assert.That(await Ledger.Queries.DivergencesAsync(null, 10, CancellationToken.None), Is.Empty);
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task A_release_of_what_is_gone_says_so_and_tells_nobody_that_it_was_delivered()
    {
        var (plan, root) = await QuarantineAsync("d1");
        foreach (var staged in Staged())
            Files.File.Delete(staged);
        await DecideAsync(plan, DecisionKind.Release);

        var report = await root.ReleaseAsync([plan.Key], CancellationToken.None);

        Assert.That(report.Impossible[plan.Key].Reason, Does.Contain("is gone").And.Contain("from the Console"));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));
    }

    [Test]
    public async Task A_release_of_what_this_folder_does_not_keep_any_more_says_so()
    {
        var (_, root) = await QuarantineAsync("d1");
        SetKey elsewhere = new(Source, "d2", 1);

        var report = await root.ReleaseAsync([elsewhere], CancellationToken.None);

        Assert.That(report.Impossible[elsewhere].Reason, Does.Contain("keeps no copy of it").And.Contain("'synqup quarantine imported d2'").And.Contain("from the Console"));
    }

    [Test]
    public async Task A_release_that_its_folder_fails_before_it_begins_waits_with_the_cause()
    {
        var (plan, root) = await QuarantineAsync("d1");
        await DecideAsync(plan, DecisionKind.Release);
        var failed = false;
        Platform.Before = (name, path) =>
        {
            if (path.EndsWith("root.json", StringComparison.Ordinal) && !failed)
            {
                failed = true;
                throw new IOException("The share is away.");
            }
        };

        var report = await root.ReleaseAsync([plan.Key], CancellationToken.None);

        Assert.That(failed);
        Assert.That(report.Waiting[plan.Key], Does.Contain("The share is away."));
    }

    [Test]
    public async Task A_release_never_takes_another_name_and_works_once_the_other_file_is_moved_away()
    {
        var (plan, root) = await QuarantineAsync("d1");
        var other = Path.Combine(Inbox, "d1.xml");
        Files.File.WriteAllText(other, "another file");
        await DecideAsync(plan, DecisionKind.Release);

        Assert.That((await root.ReleaseAsync([plan.Key], CancellationToken.None)).Impossible[plan.Key].Reason, Does.Contain("taken by another file still").And.Contain("Move that file away"));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));

        Files.File.Delete(other);
        await CarryOutAsync(root);
        await AssertPublishedAsync(plan);
    }

    [Test]
    public async Task A_release_into_a_folder_that_cannot_be_read_waits_and_says_why()
    {
        var (plan, root) = await QuarantineAsync("d1");
        Platform.Before = (name, path) => { if (name == "FilesIn" && path == Staging) throw new UnauthorizedAccessException("no"); };
        await DecideAsync(plan, DecisionKind.Release);

        Assert.That((await root.ReleaseAsync([plan.Key], CancellationToken.None)).Waiting[plan.Key], Does.Contain(Staging));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined), "nothing has begun");

        Platform.Before = null;
        await CarryOutAsync(root);
        await AssertPublishedAsync(plan);
    }

    [Test]
    public async Task A_release_of_damaged_bytes_is_not_published_and_the_decision_says_so()
    {
        var (plan, root) = await QuarantineAsync("d1");
        Files.File.WriteAllText(Staged().Order(StringComparer.Ordinal).First(), "x");
        await DecideAsync(plan, DecisionKind.Release);

        await CarryOutAsync(root);

        Assert.That(Visible(), Is.Empty);
        Assert.That(await DecisionAsync(plan), Has.Property("Succeeded").False.And.Property("Result").StartsWith("Not published: Damaged"));
    }

    [Test]
    public async Task A_decision_about_one_set_of_a_batch_leaves_the_others_alone()
    {
        var (plans, root) = await QuarantineAsync("d1", "d2");
        await DecideAsync(plans[0], DecisionKind.Imported);

        await CarryOutAsync(root);

        Assert.That((await StateAsync(plans[0]), await StateAsync(plans[1])), Is.EqualTo((DeliveryState.Delivered, DeliveryState.Quarantined)));
        Assert.That(Staged(), Has.Length.EqualTo(2));
        Kill();
        root = await StartAsync();
        await DecideAsync(plans[1], DecisionKind.Release);
        await CarryOutAsync(root);
        Assert.That(Visible(), Is.EqualTo(new[] { "d2.pdf", "d2.xml" }));
    }

    /// <summary>The package takes each file as soon as it is there.</summary>
    [TestCase(DecisionKind.Release, false)]
    [TestCase(DecisionKind.Release, true)]
    [TestCase(DecisionKind.Imported, false)]
    [TestCase(DecisionKind.Drop, false)]
    public async Task A_stop_at_any_step_of_it_and_nothing_is_seen_twice_or_lost(DecisionKind kind, bool restart)
    {
        var touches = int.MaxValue;
        for (var n = 1; n <= touches; n++)
        {
            var (plan, root) = await QuarantineAsync($"d{n}");
            await DecideAsync(plan, kind);
            var (seen, count) = (new List<string>(), 0);
            await StopAtAsync(root, n, seen, () => count++);
            Kill();
            Platform.OtherBootId = restart ? $"boot after {n}" : Boot(n);
            Platform.After = (name, path) => Take(name, path, seen);
            root = NewRoot();
            await root.OpenAsync(CancellationToken.None);
            await CarryOutAsync(root);
            await root.CloseAsync(CancellationToken.None);

            var (state, decision) = (await StateAsync(plan), await DecisionAsync(plan));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(seen, Is.Unique, $"step {n}");
                Assert.That(decision.EndedAt, Is.Not.Null, $"step {n}");
                if (kind != DecisionKind.Release)
                {
                    Assert.That(seen, Is.Empty, $"step {n}");
                    Assert.That(state, Is.EqualTo(kind == DecisionKind.Drop ? DeliveryState.Discarded : DeliveryState.Delivered), $"step {n}");
                }
                else if (decision.Succeeded == true)
                {
                    Assert.That((seen.Count, state), Is.EqualTo((2, (DeliveryState?)DeliveryState.Delivered)), $"step {n}: {decision.Result}");
                }
                else
                {
                    Assert.That(restart, $"step {n}: only a restart of the machine makes it doubtful again: {decision.Result}");
                    Assert.That(state, Is.EqualTo(DeliveryState.Quarantined), $"step {n}: {decision.Result}");
                }
                if (state != DeliveryState.Quarantined)
                    Assert.That(Staged().Where(path => Path.GetDirectoryName(path) == Staging && IsOf(path, n)), Is.Empty, $"step {n}");
            }
            if (count < n)
                touches = Math.Min(touches, n);
            Kill();
        }
        Assert.That(touches, Is.GreaterThan(kind == DecisionKind.Release ? 20 : 5), "there was something to stop");
    }

    private static string Boot(int n) => $"boot {n}";

    /// <summary>Staged names do not say of which document they are; what an earlier round left in quarantine is older.</summary>
    private bool IsOf(string path, int n) => Files.File.ReadAllText(path).EndsWith($" of d{n}", StringComparison.Ordinal);

    private void Take(string name, string path, List<string> seen)
    {
        if (name != "TryRename" || !Files.File.Exists(path))
            return;
        seen.Add(Path.GetFileName(path));
        Files.File.Delete(path);
    }

    /// <summary>Carries out what is decided, and the process dies before its n-th touch of disk or ledger.</summary>
    private async Task StopAtAsync(DeliveryRoot root, int n, List<string> seen, Action touched)
    {
        var (count, dead) = (0, false);
        Platform.Before = (_, _) => Touch(new IOException("The process is gone."));
        _ledger!.Hook = _ => Touch(new LedgerException("The process is gone."));
        Platform.After = (name, path) => Take(name, path, seen);
        try
        {
            await CarryOutAsync(root);
        }
        catch (Exception e) when (e is IOException or LedgerException)
        {
        }
        _ledger.Hook = null;

        void Touch(Exception death)
        {
            if (!dead)
                touched();
            dead |= ++count >= n;
            if (dead)
                throw death;
        }
    }

    private async Task<(SetPlan Plan, DeliveryRoot Root)> QuarantineAsync(string id)
    {
        var (plans, root) = await QuarantineAsync([id]);
        return (plans[0], root);
    }

    /// <summary>The power fails before the first rename of a batch.</summary>
    private async Task<(SetPlan[] Plans, DeliveryRoot Root)> QuarantineAsync(params string[] ids)
    {
        var root = await OpenRootAsync();
        SetPlan[] plans = [.. ids.Select(id => Plan(id, Pair))];
        var dead = false;
        Platform.Before = (name, _) =>
        {
            dead |= name == "TryRename";
            if (dead)
                throw new IOException("The process is gone.");
        };
        await DeliverAsync(root, plans);
        Kill();
        root = await StartAsync();
        foreach (var plan in plans)
            Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));
        return (plans, root);
    }

    /// <summary>After a restart of the machine.</summary>
    private async Task<DeliveryRoot> StartAsync()
    {
        Platform.OtherBootId = Boot(++_boots);
        _ledger = new FaultyLedger(Ledger);
        var root = NewRoot(ledger: _ledger);
        var report = await root.OpenAsync(CancellationToken.None);
        Assert.That(report.Standing.IsReady, report.Standing.Problem);
        return root;
    }

    private async Task AssertPublishedAsync(SetPlan plan)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
            Assert.That(Staged(), Is.Empty);
            Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
            Assert.That(await DecisionAsync(plan), Has.Property("Succeeded").True.And.Property("Result").EqualTo("Published."));
        }
    }

    private async Task AssertImportedAsync(SetPlan plan)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((Visible(), Staged()), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
            Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
            Assert.That((await Ledger.OutboxAsync(Source, 10, CancellationToken.None)).Single(), Has.Property("Outcome").EqualTo(AcknowledgementOutcome.Forwarded));
        }
    }
}

internal sealed class DecisionsOnDiskTests : DecisionContract;

internal sealed class DecisionsInMemoryTests : DecisionContract
{
    private readonly MockFileSystem _files = new();
    private MemoryPlatform? _platform;

    protected override string RootPath => "/mnt/winbooks";

    protected override IFileSystem Files => _files;

    protected override IPlatform NewPlatform() => _platform ??= new MemoryPlatform(_files);
}
