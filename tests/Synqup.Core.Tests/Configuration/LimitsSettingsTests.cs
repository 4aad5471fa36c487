using System.Globalization;

namespace Synqup.Core.Tests.Configuration;

internal sealed class LimitsSettingsTests : SettingsFixture
{
    // 5 January 2026 is a Monday.
    [TestCase(""" "from": "08:00", "to": "18:00" """, "2026-01-05 08:00", true)]
    [TestCase(""" "from": "08:00", "to": "18:00" """, "2026-01-05 07:59:59", false)]
    [TestCase(""" "from": "08:00", "to": "18:00" """, "2026-01-05 18:00", false)]
    [TestCase(""" "from": "08:00", "to": "18:00", "days": [ "monday" ] """, "2026-01-05 12:00", true)]
    [TestCase(""" "from": "08:00", "to": "18:00", "days": [ "Tuesday", "sunday" ] """, "2026-01-05 12:00", false)]
    [TestCase(""" "from": "22:00", "to": "06:00", "days": [ "monday" ] """, "2026-01-05 23:00", true)]
    [TestCase(""" "from": "22:00", "to": "06:00", "days": [ "monday" ] """, "2026-01-06 05:59", true)]
    [TestCase(""" "from": "22:00", "to": "06:00", "days": [ "monday" ] """, "2026-01-05 05:00", false)]
    [TestCase(""" "from": "18:00", "to": "00:00" """, "2026-01-05 23:59", true)]
    [TestCase(""" "from": "18:00", "to": "00:00" """, "2026-01-06 00:00", false)]
    [TestCase(""" "days": [ "saturday", "sunday" ] """, "2026-01-05 12:00", false)]
    [TestCase(""" "days": [ "monday" ] """, "2026-01-05 00:00", true)]
    [TestCase(""" "days": [ "monday" ] """, "2026-01-06 00:00", false)]
    [TestCase(""" "days": [] """, "2026-01-05 12:00", true)]
    public void A_limit_holds_at_its_hours_on_its_days(string hours, string local, bool holds)
    {
        var window = ReadGood($$"""{ "connections": [ {{Office}} ], "limits": [ { "bytesPerSecond": 5000, {{hours}} } ] }""").Limits.Single();

        Assert.That(window.Contains(DateTime.Parse(local, CultureInfo.InvariantCulture)), Is.EqualTo(holds));
        Assert.That((window.BytesPerSecond, window.RequestsPerMinute), Is.EqualTo(((int?)5000, (int?)null)));
    }

    [Test]
    public void All_mistakes_of_all_limits_are_said_at_once()
    {
        var problems = ReadWith(""" "limits": [ { "from": "soon", "to": "later", "bytesPerSecond": "fast" }, { "bytesPerSecond": 5000, "speed": 1 } ] """).Problems;

        Assert.That(problems.Select(problem => problem.Place), Is.EquivalentTo(new[] { "limits[1].speed", "limits[0].from", "limits[0].to", "limits[0].bytesPerSecond" }));
    }
}
