using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Configuration;
using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Sources.Portal.Limits;

/// <summary>What limits and a Console's wish to be left alone do to calls on a real socket.</summary>
internal sealed class LimitedCallsTests : ContentFixture
{
    private const string Nothing = """{"items":[],"next":0}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    [SetUp]
    public void Offer() => Server.On(PortalServer.Documents, Answer.Json(Nothing));

    [Test]
    public async Task Calls_wait_for_their_turn_and_heartbeats_do_not()
    {
        var source = Source(time: _time, limits: [new LimitWindow(default, default, Enum.GetValues<DayOfWeek>(), null, 1)]);
        using var stop = new CancellationTokenSource();
        await source.ListAsync(1, 10, TimeSpan.Zero, default);
        var second = source.ListAsync(1, 10, TimeSpan.Zero, stop.Token);

        for (var beat = 0; beat < 5; beat++)
            await source.HeartbeatAsync(Beat, default);

        Assert.That(second.IsCompleted, Is.False);
        Assert.That(Server.To(PortalServer.Documents), Has.Count.EqualTo(1));
        await stop.CancelAsync();
        Assert.That(() => second, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Calls_that_waited_are_made()
    {
        var time = new LeapingTime(TimeSpan.FromSeconds(15));
        var source = Source(time: time, limits: [new LimitWindow(default, default, Enum.GetValues<DayOfWeek>(), null, 1)]);
        for (var call = 0; call < 3; call++)
            await source.ListAsync(1, 10, TimeSpan.Zero, default);

        Assert.That(Server.To(PortalServer.Documents), Has.Count.EqualTo(3));
        Assert.That(time.Leapt, Is.EqualTo(TimeSpan.FromMinutes(2)).Within(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task Contents_arrive_whole_and_no_faster_than_allowed()
    {
        var time = new LeapingTime(TimeSpan.FromSeconds(15));
        var source = Source(time: time, limits: [new LimitWindow(default, default, Enum.GetValues<DayOfWeek>(), 100_000, null)]);
        PartRequest[] parts = [Library.Add("d1", "pdf", Large), Library.Add("d2", "ubl", 200_000)];

        await source.FetchAsync(parts, Receiver, default);

        AssertAllReceived(parts);
        Assert.That(time.Leapt.TotalSeconds, Is.GreaterThan(2), "it waited");
        Assert.That(time.Passed.TotalSeconds, Is.GreaterThan((Large + 200_000) / 100_000.0 - 1.5), "one second is there at first");
    }

    [TestCase(429)]
    [TestCase(503)]
    public async Task A_pause_that_the_Console_asked_for_holds_for_all_calls_and_over_a_restart_and_not_for_heartbeats(int status)
    {
        Server.On(PortalServer.Documents, Answer.Status(status, retryAfter: "600"), Answer.Json(Nothing));
        await Failure(() => Source(time: _time).ListAsync(1, 10, TimeSpan.Zero, default));

        var again = Source(time: _time);
        _time.Advance(TimeSpan.FromMinutes(4));
        await again.HeartbeatAsync(Beat, default);
        var listing = await Failure(() => again.ListAsync(1, 10, TimeSpan.Zero, default));
        var content = await Failure(() => again.FetchAsync([Library.Add("d1", "pdf", Large)], Receiver, default));

        Assert.That(listing.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(6)).Within(TimeSpan.FromSeconds(1)));
        Assert.That(listing.Message, Does.Contain("asked to be left alone until 08:10:00 UTC").And.Contain("'janssens'"));
        Assert.That(content.RetryAfter, Is.EqualTo(listing.RetryAfter));
        Assert.That(Receiver.Unavailable, Is.Empty, "no document is blamed for it");
        Assert.That(Server.To(PortalServer.Documents), Has.Count.EqualTo(1), "nothing was sent");

        _time.Advance(TimeSpan.FromMinutes(6) + TimeSpan.FromSeconds(1));
        await again.ListAsync(1, 10, TimeSpan.Zero, default);
        Assert.That(Server.To(PortalServer.Documents), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_pause_that_heartbeats_are_asked_for_outlives_a_restart_too()
    {
        Server.On(PortalServer.Calls, Answer.Status(503, retryAfter: "600"));
        await Failure(() => Source(time: _time).HeartbeatAsync(Beat, default));

        var failure = await Failure(() => Source(time: _time).HeartbeatAsync(Beat, default));

        Assert.That(failure.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(10)).Within(TimeSpan.FromSeconds(1)));
        Assert.That(Server.To(PortalServer.Calls), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Nobody_is_left_alone_for_more_than_an_hour_whatever_he_asks_for_and_however_the_clock_is_set()
    {
        Server.On(PortalServer.Documents, Answer.Status(503, retryAfter: "31536000"), Answer.Json(Nothing));
        Assert.That((await Failure(() => Source(time: _time).ListAsync(1, 10, TimeSpan.Zero, default))).RetryAfter, Is.EqualTo(TimeSpan.FromHours(1)));

        var earlier = new FakeTimeProvider(_time.GetUtcNow().AddDays(-300));
        var again = Source(time: earlier);
        Assert.That((await Failure(() => again.ListAsync(1, 10, TimeSpan.Zero, default))).RetryAfter, Is.EqualTo(TimeSpan.FromHours(1)).Within(TimeSpan.FromSeconds(1)));
        earlier.Advance(TimeSpan.FromHours(1));
        await again.ListAsync(1, 10, TimeSpan.Zero, default);
    }

    [Test]
    public async Task A_note_of_a_pause_that_cannot_be_read_holds_nothing_up()
    {
        var note = Path.Combine(DataFolder, "connections", "janssens", "asked-pause.json");
        Directory.CreateDirectory(Path.GetDirectoryName(note)!);
        await File.WriteAllTextAsync(note, "{ cut o");

        await Source(time: _time).ListAsync(1, 10, TimeSpan.Zero, default);
    }
}
