using Synqup.Core.Configuration;
using Synqup.Core.Health;
using Synqup.Core.Pipeline;

namespace Synqup.Core.Tests.Pipeline;

internal sealed class DiskSpaceTests : PipelineFixture
{
    private const long MiB = DiskSpaceSettings.MiB;
    private const long TiB = 1024 * 1024 * MiB;

    [TestCase(2000 * MiB, TiB, null, null)]
    [TestCase(1000 * MiB, TiB, "disk.low", null)]
    [TestCase(150 * MiB, TiB, null, "only 150 MiB are free on the volume of this folder, and nothing is fetched for it below 200 MiB")]
    [TestCase(50 * MiB, 400 * MiB, null, null, Description = "a small volume is not full because it is small")]
    [TestCase(30 * MiB, 400 * MiB, "disk.low", null)]
    [TestCase(7 * MiB, 400 * MiB, null, "only 7 MiB are free on the volume of this folder, and nothing is fetched for it below 8 MiB")]
    [TestCase(0, 0, null, null, Description = "some shares say nothing")]
    public void A_volume_is_warned_of_and_then_left_alone_before_it_is_full(long free, long total, string? warning, string? stop)
    {
        var space = new DiskSpace(new(), Health, "/data", () => new(TiB, TiB));

        var standing = space.Look("/root", () => new(free, total));

        Assert.That(standing?.Problem, stop is null ? Is.Null : Does.Contain(stop));
        Assert.That(Health.Problems.Select(p => (p.Code, p.Place, p.Severity)), Is.EqualTo(warning is null ? [] : new[] { (warning, "/root", HealthSeverity.Warning) }));
        _ = space.Look("/root", () => new(TiB, TiB));
        Assert.That(Health.Problems, Is.Empty, "it ends by itself");
    }

    [Test]
    public void Without_room_for_the_ledger_nothing_is_fetched_for_any_root()
    {
        var free = 10 * MiB;
        var space = new DiskSpace(new(), Health, "/data", () => new(free, TiB));

        Assert.That(space.Look("/root", () => new(TiB, TiB))?.Problem, Does.Contain("\"/data\"").And.Contain("the data folder"));
        Assert.That(Health.Problems.Single(), Has.Property("Code").EqualTo("disk.full").And.Property("Place").EqualTo("/data"));

        free = TiB;
        Assert.That(space.Look("/root", () => new(TiB, TiB)), Is.Null);
        Assert.That(Health.Problems, Is.Empty);
    }

    [Test]
    public void A_volume_that_does_not_say_how_full_it_is_is_used()
    {
        var space = new DiskSpace(new(), Health, "/data", () => null);

        Assert.That(space.Look("/root", () => throw new IOException("no")), Is.Null);
    }

    [Test]
    public async Task Nothing_is_fetched_for_a_root_without_room_and_it_resumes_by_itself()
    {
        var free = 10 * MiB;
        Time = new HurriedTime();
        Disk.Space = () => new(free, TiB);
        Space = new DiskSpace(new(), Health, "/data", () => new(TiB, TiB));
        Configure("one");
        Source.Add("d1", "one");
        await using var running = Run();

        await Until(async () => (await Ledger.Queries.WaitingAsync("office", CancellationToken.None)) is [{ Reason: var reason }] && reason.Contains("only 10 MiB are free", StringComparison.Ordinal));
        Assert.That(Source.Fetches, Is.Zero);
        Assert.That(Health.Problems.Select(p => p.Code), Does.Contain("root.offline"));

        free = TiB;
        await Until(() => Delivered("one").Count == 1 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task A_root_that_becomes_full_while_documents_travel_fetches_no_more_until_there_is_room_and_loses_nothing()
    {
        var free = TiB;
        Time = new HurriedTime();
        Concurrency = new ConcurrencySettings { BatchSize = 1 };
        Disk.Space = () => new(free, TiB);
        Space = new DiskSpace(new(), Health, "/data", () => null);
        Configure("one");
        var room = 10 * MiB;
        Source.Called += () => free = Source.Fetches > 0 ? room : free;
        for (var i = 0; i < 20; i++)
            Source.Add($"d{i}", "one");
        await using var running = Run();

        await Until(() => Health.Problems.Any(p => p.Code == "root.offline"));
        Assert.That(Source.Fetches, Is.LessThan(5));

        free = room = TiB;
        await Until(() => Delivered("one").Count == 20 && Health.Problems.Count == 0);
    }
}
