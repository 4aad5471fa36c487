using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Configuration;
using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Tests.Sources.Portal.Limits;

/// <summary>How much passes in how much time, by a clock that the test owns.</summary>
internal sealed class TrafficLimitsTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    // A Monday at eight in the morning, in a machine that is an hour ahead.
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 7, 0, 0, TimeSpan.Zero));

    public TrafficLimitsTests() => _time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(1), "here", "here"));

    [TestCase(1)]
    [TestCase(60)]
    [TestCase(7)]
    public async Task In_no_minute_are_there_more_requests_than_allowed(int limit)
    {
        using var limits = Limits(Window(requests: limit));
        var sent = new List<TimeSpan>();
        var start = _time.GetUtcNow();
        for (var request = 0; request < 2 * limit + 2; request++)
        {
            await RunAsync(limits.RequestAsync(CancellationToken.None).AsTask());
            sent.Add(_time.GetUtcNow() - start);
        }

        Assert.That(sent.Max(from => sent.Count(at => at >= from && at < from + TimeSpan.FromMinutes(1))), Is.EqualTo(limit));
        Assert.That(sent[^1], Is.LessThan(TimeSpan.FromMinutes(2.1) + TimeSpan.FromMinutes(1.0 / limit)), "and hardly fewer");
    }

    [Test]
    public async Task Requests_pass_in_the_order_in_which_they_asked()
    {
        using var limits = Limits(Window(requests: 60));
        var passed = new List<int>();
        var asking = Enumerable.Range(0, 5).Select(async number =>
        {
            await limits.RequestAsync(CancellationToken.None);
            lock (passed)
                passed.Add(number);
        }).ToList();

        await RunAsync(Task.WhenAll(asking));

        Assert.That(passed, Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
    }

    [Test]
    public async Task A_call_that_was_made_again_delays_the_next_one()
    {
        using var limits = Limits(Window(requests: 60));
        await limits.RequestAsync(CancellationToken.None);
        limits.Requested();
        limits.Requested();
        var start = _time.GetUtcNow();

        await RunAsync(limits.RequestAsync(CancellationToken.None).AsTask());

        Assert.That(_time.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(3)).Within(Step));
    }

    [Test]
    public async Task Contents_of_all_streams_together_flow_as_fast_as_allowed()
    {
        using var limits = Limits(Window(bytes: 10_000));
        var start = _time.GetUtcNow();

        await RunAsync(Task.WhenAll(ReadAsync(limits, 30_000), ReadAsync(limits, 20_000)));

        // One second is there at first.
        Assert.That((_time.GetUtcNow() - start).TotalSeconds, Is.EqualTo(4).Within(0.6));
    }

    [Test]
    public async Task At_the_hour_at_which_a_limit_ends_what_waits_goes_on_at_full_speed()
    {
        using var limits = Limits(Window(bytes: 1024) with { From = new(6, 0), To = new(8, 10) });
        var start = _time.GetUtcNow();

        await RunAsync(ReadAsync(limits, 10_000_000));

        Assert.That((_time.GetUtcNow() - start).TotalMinutes, Is.EqualTo(10).Within(0.3));
    }

    [Test]
    public async Task The_strictest_limit_of_the_hour_holds()
    {
        using var limits = Limits(
            Window(requests: 600), Window(requests: 60) with { From = new(8, 0), To = new(9, 0) }, Window(requests: 1) with { From = new(12, 0), To = new(13, 0) }, Window(bytes: 1024));
        await limits.RequestAsync(CancellationToken.None);
        var start = _time.GetUtcNow();

        await RunAsync(limits.RequestAsync(CancellationToken.None).AsTask());

        Assert.That(_time.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(1)).Within(Step));
    }

    [Test]
    public async Task What_holds_documents_back_is_said_as_long_as_it_does()
    {
        using var limits = Limits(Window(requests: 2) with { To = new(18, 0) });
        await limits.RequestAsync(CancellationToken.None);
        Assert.That(limits.HeldBack, Is.Null);

        await RunAsync(limits.RequestAsync(CancellationToken.None).AsTask());

        Assert.That(limits.HeldBack, Is.EqualTo("The settings' limit of 2 requests a minute (until 18:00) holds documents back."));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(limits.HeldBack, Is.Null);
    }

    [Test]
    public async Task Without_limits_nothing_waits()
    {
        using var limits = Limits();
        for (var request = 0; request < 1_000; request++)
            await limits.RequestAsync(CancellationToken.None);
        Assert.That(await limits.RoomAsync(CancellationToken.None), Is.EqualTo(int.MaxValue));
    }

    private static LimitWindow Window(int? bytes = null, int? requests = null) => new(TimeOnly.MinValue, TimeOnly.MinValue, Enum.GetValues<DayOfWeek>(), bytes, requests);

    private TrafficLimits Limits(params LimitWindow[] windows) => new(windows, _time);

    private static async Task ReadAsync(TrafficLimits limits, int size)
    {
        await using var stream = new PacedStream(new MemoryStream(new byte[size]), limits);
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer) > 0)
            continue;
    }

    /// <summary>Lets time pass until it is done.</summary>
    private async Task RunAsync(Task task)
    {
        for (var steps = 0; !task.IsCompleted; steps++)
        {
            Assert.That(steps, Is.LessThan(100_000), "it never ends");
            _time.Advance(Step);
            await Task.Yield();
        }

        await task;
    }
}
