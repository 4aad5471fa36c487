using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Health;

namespace Synqup.Core.Tests.Health;

internal sealed class HealthBoardTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    [Test]
    public void A_problem_that_is_raised_again_keeps_the_moment_since_when_it_is_open()
    {
        var board = new HealthBoard(_time);
        board.Raise("root.offline", "D:\\Import", HealthSeverity.Error, "gone", "mount it");
        var since = board.Problems.Single().Since;
        _time.Advance(TimeSpan.FromMinutes(3));

        board.Raise("root.offline", "D:\\Import", HealthSeverity.Error, "still gone", "mount it");

        Assert.That(board.Problems.Single(), Is.EqualTo(new HealthProblem("root.offline", "D:\\Import", HealthSeverity.Error, "still gone", "mount it", since)));
    }

    [Test]
    public void Replacing_closes_what_is_no_longer_there_and_leaves_other_codes_and_connections_alone()
    {
        var board = new HealthBoard(_time);
        board.Raise("root.offline", "A", HealthSeverity.Error, "m", "r");
        board.Replace("configuration.unusable", "office", [("one", HealthSeverity.Error, "m", "r"), ("two", HealthSeverity.Error, "m", "r")]);
        board.Replace("configuration.unusable", "other office", [("one", HealthSeverity.Error, "m", "r")]);

        board.Replace("configuration.unusable", "office", [("two", HealthSeverity.Error, "m", "r"), ("two", HealthSeverity.Error, "n", "r")]);

        Assert.That(board.Problems.Select(p => p.Place), Is.EquivalentTo(["A", "office: two", "other office: one"]));
    }

    [Test]
    public void Only_a_change_is_announced()
    {
        var board = new HealthBoard(_time);
        var changes = 0;
        board.Changed += () => changes++;
        board.Raise("c", "p", HealthSeverity.Warning, "m", "r");
        board.Raise("c", "p", HealthSeverity.Warning, "m", "r");
        board.Clear("c", "p");
        board.Clear("c", "p");

        Assert.That(changes, Is.EqualTo(2));
    }
}
