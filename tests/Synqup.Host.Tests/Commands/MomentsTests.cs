using Microsoft.Extensions.Time.Testing;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

internal sealed class MomentsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    [TestCase("7d", "2026-03-03T12:00:00Z")]
    [TestCase("12h", "2026-03-10T00:00:00Z")]
    [TestCase("2026-01-31", "2026-01-30T23:00:00Z")]
    [TestCase("2026-01-31T14:30", "2026-01-31T13:30:00Z")]
    [TestCase("2026-07-01", "2026-06-30T22:00:00Z")]
    [TestCase("2026-01-31T14:30:00Z", "2026-01-31T14:30:00Z")]
    public void A_moment_is_read_in_the_time_of_this_machine(string text, string moment)
    {
        _time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels"));

        Assert.That(Moments.Read("--since", text, _time), Is.EqualTo(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [TestCase("yesterday")]
    [TestCase("7w")]
    [TestCase("31/01/2026x")]
    public void Anything_else_is_answered_with_what_can_be_written(string text) =>
        Assert.That(() => Moments.Read("--since", text, _time), Throws.TypeOf<CommandFailure>().With.Message.StartsWith($"--since {text}: write a day (2026-01-31)"));
}
