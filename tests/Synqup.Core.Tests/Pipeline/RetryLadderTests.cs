using Synqup.Core.Pipeline;

namespace Synqup.Core.Tests.Pipeline;

internal sealed class RetryLadderTests
{
    [TestCase(1, 0)]
    [TestCase(2, 1)]
    [TestCase(3, 5)]
    [TestCase(6, 60)]
    [TestCase(10, 24 * 60)]
    [TestCase(500, 24 * 60)]
    public void A_document_is_tried_again_less_and_less_often(int failures, int minutes)
    {
        var pauses = Enumerable.Range(0, 200).Select(_ => RetryLadder.Documents.After(failures, TimeProvider.System).TotalMinutes).ToList();

        Assert.That(pauses, Is.All.InRange(minutes * 0.8, minutes * 1.2));
        if (minutes > 0)
            Assert.That(pauses.Distinct().Count(), Is.GreaterThan(1), "without jitter many come back together");
    }

    [TestCase(0, ExpectedResult = 1)]
    [TestCase(90, ExpectedResult = 90)]
    public double A_pause_that_is_asked_for_is_kept_but_never_none(int seconds) => RetryLadder.Reconnection.After(1, TimeSpan.FromSeconds(seconds), TimeProvider.System).TotalSeconds;
}
