using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Pipeline;

internal sealed class OutageTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void One_pass_waits_half_a_minute_from_the_first_call_that_failed_and_no_longer()
    {
        var outage = new Outage(RunMode.OnePass, _time);
        outage.Asking();
        _time.Advance(TimeSpan.FromSeconds(29));
        outage.Asking();
        var before = outage.MayWait(Away());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((before, outage.MayWait(Away())), Is.EqualTo((true, false)));
    }

    [Test]
    public void An_answer_gives_one_pass_its_whole_time_again()
    {
        var outage = new Outage(RunMode.OnePass, _time);
        outage.Asking();
        _time.Advance(TimeSpan.FromSeconds(20));
        outage.Answered();
        _time.Advance(TimeSpan.FromSeconds(20));
        outage.Asking();

        Assert.That(outage.MayWait(Away()), Is.True);
    }

    [Test]
    public void One_pass_does_not_sleep_past_its_end_whatever_pause_the_source_asks_for()
    {
        var outage = new Outage(RunMode.OnePass, _time);
        outage.Asking();

        var waited = outage.WaitAsync(new SourceException(SourceFailure.Unavailable, "away") { RetryAfter = TimeSpan.FromHours(1) }, CancellationToken.None);
        _time.Advance(Outage.PassLimit);

        Assert.That((waited.IsCompletedSuccessfully, outage.MayWait(Away())), Is.EqualTo((true, false)));
    }

    [TestCase(SourceFailure.Unauthorized)]
    [TestCase(SourceFailure.OtherInstance)]
    [TestCase(SourceFailure.Refused)]
    public void One_pass_does_not_wait_for_what_only_a_person_changes(SourceFailure failure)
    {
        var outage = new Outage(RunMode.OnePass, _time);
        outage.Asking();

        Assert.That(outage.MayWait(new SourceException(failure, "no")), Is.False);
    }

    [Test]
    public void The_service_waits_for_ever()
    {
        var outage = new Outage(RunMode.Continuous, _time);
        outage.Asking();
        _time.Advance(TimeSpan.FromDays(30));

        Assert.That(outage.MayWait(Away()), Is.True);
    }

    private static SourceException Away() => new(SourceFailure.Unavailable, "away");
}
