using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Ledger;

internal sealed class BackupScheduleTests
{
    private readonly FakeTimeProvider _time = new(Moment("2026-01-05T00:00"));

    public BackupScheduleTests() => _time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels"));

    [TestCase("2026-01-05T05:00", "2026-01-06", TestName = "made this night: the next night")]
    [TestCase("2026-01-05T11:00", "2026-01-06", TestName = "made by day, as a start after a long pause does: the next night")]
    [TestCase("2026-03-28T04:59", "2026-03-29", TestName = "over the night in which summer time begins")]
    [TestCase("2026-10-24T04:59", "2026-10-25", TestName = "over the night in which it ends")]
    public void Every_ledger_is_backed_up_once_a_night_between_two_and_five(string last, string night)
    {
        _time.SetUtcNow(Moment(last));
        var moments = Enumerable.Range(0, 50).Select(i => TimeZoneInfo.ConvertTime(Schedule($"/data/{i}/ledger.db").Next(Moment(last)), _time.LocalTimeZone)).ToList();

        Assert.That(moments.Select(moment => moment.ToString("yyyy-MM-dd", null)), Has.All.EqualTo(night));
        Assert.That(moments.Select(moment => moment.Hour), Has.All.InRange(2, 5));
        Assert.That(moments.Distinct().Count(), Is.GreaterThan(45), "each at a minute of its own");
    }

    [TestCase(null, TestName = "there is none yet")]
    [TestCase("2026-01-01T03:00", TestName = "nights were missed")]
    [TestCase("2026-01-09T03:00", TestName = "made before the clock was set back")]
    public void One_that_is_due_at_a_start_does_not_disturb_it_and_is_made_within_twenty_minutes(string? last)
    {
        var next = Schedule("/data/ledger.db").Next(last is null ? null : Moment(last));

        Assert.That(next - _time.GetUtcNow(), Is.InRange(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20)));
    }

    private BackupSchedule Schedule(string ledger) => new(ledger, _time.GetUtcNow(), _time);

    /// <summary>In Brussels.</summary>
    private static DateTimeOffset Moment(string text)
    {
        var local = DateTime.Parse(text, null);
        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels").GetUtcOffset(local));
    }
}
