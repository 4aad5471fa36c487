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

    [Test]
    public void What_one_connection_sees_at_a_place_is_not_ended_by_what_another_one_sees_there()
    {
        var board = new HealthBoard(_time);
        board.Of("one").Raise("root.offline", "D:\\Import", HealthSeverity.Error, "of two", "another root");
        board.Of("two").Raise("root.offline", "D:\\Import", HealthSeverity.Error, "away", "mount it");

        board.Of("two").Clear("root.offline", "D:\\Import");

        Assert.That(board.Problems.Select(p => p.Message), Is.EqualTo(["of two"]));
    }

    [Test]
    public void A_portal_learns_of_its_own_connection_and_of_the_agent_and_of_no_other_office()
    {
        var board = new HealthBoard(_time);
        board.Raise("plugin.notActive", "octopus", HealthSeverity.Warning, "broken", "copy it again");
        board.Of("one").Raise("documents.waiting", "one", HealthSeverity.Error, "V01/15 of Peeters", "look");
        board.Of("two").Raise("documents.waiting", "two", HealthSeverity.Error, "A/7 of Janssens", "look");

        Assert.That(board.Of("one").Reported.Select(p => p.Message), Is.EqualTo(["V01/15 of Peeters", "broken"]));
    }

    [Test]
    public void A_change_of_a_connection_is_one_of_the_agent()
    {
        var board = new HealthBoard(_time);
        var changes = 0;
        board.Changed += () => changes++;

        board.Of("one").Raise("c", "p", HealthSeverity.Warning, "m", "r");

        Assert.That(changes, Is.EqualTo(1));
    }
}
