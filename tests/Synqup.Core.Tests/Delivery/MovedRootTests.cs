using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Delivery;

/// <summary>A root that is reached by another path than before: another drive, mount point or server name.</summary>
internal sealed class MovedRootTests : DeliveryFixture
{
    private string _at = "root";

    protected override string RootPath => Path.Combine(Folder, _at);

    [TestCase(false, DeliveryState.Delivered)]
    [TestCase(true, DeliveryState.Quarantined)]
    public async Task What_was_publishing_is_settled_under_the_new_path_by_the_boot_of_its_batch(bool otherBoot, DeliveryState expected)
    {
        var plan = await StopAsync();
        Move("moved");
        Platform.OtherBootId = otherBoot ? "the next boot" : null;

        var (_, report) = await StartAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Settled.Single(), Has.Property("State").EqualTo(expected).And.Property("Unseen").False);
            Assert.That(await StateAsync(plan), Is.EqualTo(expected));
            Assert.That(Visible(), Is.EqualTo(otherBoot ? Array.Empty<string>() : ["d1.xml"]));
            Assert.That(Staged(), Has.Length.EqualTo(otherBoot ? 1 : 0));
            Assert.That((await Ledger.ReadRootAsync(RootPath, CancellationToken.None)).Batches, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task What_was_publishing_is_settled_also_when_the_moved_root_was_marked_anew()
    {
        var plan = await StopAsync();
        Move("moved");
        File.Delete(Path.Combine(RootPath, ".synqup", "root.json"));
        NewRoot().Use();

        var (_, report) = await StartAsync();

        Assert.That(report.Settled.Single(), Has.Property("State").EqualTo(DeliveryState.Delivered).And.Property("Unseen").False);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }));
        Assert.That(await RootsAsync(), Is.EqualTo(new[] { RootPath }));
    }

    [Test]
    public async Task The_numbers_of_a_root_that_was_left_in_order_go_on()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        await DeliverAsync(root, Plan("d2"));
        await AcknowledgeAllAsync();
        await root.CloseAsync(CancellationToken.None);
        await root.DisposeAsync();
        Move("moved");

        (root, _) = await StartAsync();
        await DeliverAsync(root, Plan("d3"));

        Assert.That(await DivergencesAsync(), Is.Empty);
        Assert.That(ManifestNames(), Is.EqualTo(new[] { "3" }));
        Assert.That((await Ledger.ReadRootAsync(RootPath, CancellationToken.None)).NewestBatch, Is.EqualTo(3));
    }

    [Test]
    public async Task A_root_that_was_marked_anew_is_known_by_its_new_marker_once_it_moves()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        await root.DisposeAsync();
        File.Delete(Path.Combine(RootPath, ".synqup", "root.json"));
        Time.Advance(TimeSpan.FromMinutes(1));
        await (await OpenRootAsync()).DisposeAsync();
        Move("moved");

        await StartAsync();

        Assert.That(await DivergencesAsync(), Is.Empty);
        Assert.That((await Ledger.ReadRootAsync(RootPath, CancellationToken.None)).Batches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_copy_of_the_root_from_before_is_behind_also_under_another_path()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        await AcknowledgeAllAsync();
        await root.CloseAsync(CancellationToken.None);
        await root.DisposeAsync();
        Move("moved");
        File.Delete(Path.Combine(RootPath, ".synqup", "newest"));

        (root, _) = await StartAsync();
        await DeliverAsync(root, Plan("d2"));

        Assert.That((await DivergencesAsync()).Single().Divergence, Has.Property("Kind").EqualTo(DivergenceKind.RootIsBehind).And.Property("Root").EqualTo(RootPath));
        Assert.That(ManifestNames(), Is.EqualTo(new[] { "2" }), "a number is never used twice");
    }

    [Test]
    public async Task Two_roots_stay_two_and_may_change_their_places()
    {
        var first = await OpenRootAsync();
        await DeliverAsync(first, Plan("d1"));
        await DeliverAsync(first, Plan("d2"));
        await first.DisposeAsync();
        _at = "other";
        Directory.CreateDirectory(RootPath);
        var second = await OpenRootAsync();
        await DeliverAsync(second, Plan("d3"));
        await second.DisposeAsync();
        Assert.That(ManifestNames(), Is.EqualTo(new[] { "1" }));
        Directory.Move(RootPath, Path.Combine(Folder, "aside"));
        _at = "root";
        Move("other");
        _at = "aside";
        Move("root");

        foreach (var (at, newest) in new[] { ("root", 1L), ("other", 2L) })
        {
            _at = at;
            await StartAsync();
            Assert.That((await Ledger.ReadRootAsync(RootPath, CancellationToken.None)).NewestBatch, Is.EqualTo(newest), at);
            Assert.That(await RootsAsync(), Is.EquivalentTo(new[] { Path.Combine(Folder, "root"), Path.Combine(Folder, "other") }));
        }

        Assert.That(await DivergencesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_copy_beside_its_root_is_said_and_takes_nothing_over_until_it_is_a_root_of_its_own()
    {
        var original = await OpenRootAsync();
        await DeliverAsync(original, Plan("d1"));
        var from = RootPath;
        _at = "copy";
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
            Directory.CreateDirectory(folder.Replace(from, RootPath, StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock"))
            File.Copy(file, file.Replace(from, RootPath, StringComparison.Ordinal));

        var copy = NewRoot();
        var report = await copy.OpenAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Standing.State, Is.EqualTo(RootState.Copied));
            Assert.That(report.Standing.Problem, Does.Contain(RootPath).And.Contain(from));
            Assert.That(await RootsAsync(), Is.EqualTo(new[] { from }));
        }
        Directory.Delete(Path.Combine(RootPath, ".synqup"), recursive: true);
        copy.Use();
        Assert.That((await copy.OpenAsync(CancellationToken.None)).Standing.IsReady);
        await DeliverAsync(copy, Plan("d2"));
        Assert.That(await RootsAsync(), Is.EqualTo(new[] { from, RootPath }));
        Assert.That(await DivergencesAsync(), Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need a right there")]
    public async Task The_same_folder_by_another_path_is_no_copy()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        await root.DisposeAsync();
        var from = RootPath;
        _at = "link";
        Directory.CreateSymbolicLink(RootPath, from);

        await StartAsync();

        Assert.That(await RootsAsync(), Is.EqualTo(new[] { RootPath }));
    }

    private void Move(string to)
    {
        var from = RootPath;
        _at = to;
        Directory.Move(from, RootPath);
    }

    private async Task<SetPlan> StopAsync()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1");
        var dead = false;
        Platform.Before = (name, _) =>
        {
            dead |= name == "TryRename";
            if (dead)
                throw new IOException("The process is gone.");
        };
        await DeliverAsync(root, plan);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Publishing));
        Kill();
        Time.Advance(TimeSpan.FromMinutes(1));
        return plan;
    }

    private async Task<(DeliveryRoot Root, RootReport Report)> StartAsync()
    {
        var root = NewRoot();
        var report = await root.OpenAsync(CancellationToken.None);
        Assert.That(report.Standing.IsReady, report.Standing.Problem);
        return (root, report);
    }

    private async Task<IEnumerable<string>> RootsAsync() => (await Ledger.Queries.UnfinishedRootsAsync(CancellationToken.None)).Select(root => root.Path);

    private Task<IReadOnlyList<DivergedDocuments>> DivergencesAsync() => Ledger.Queries.DivergencesAsync(null, 10, CancellationToken.None);
}
