using Synqup.Core.Health;

namespace Synqup.Core.Tests.Health;

internal sealed class SentenceTests
{
    [TestCase("Connection refused", "Connection refused.")]
    [TestCase("Access to the path is denied.", "Access to the path is denied.")]
    [TestCase("No space left \n", "No space left.")]
    [TestCase("Who is there?", "Who is there?")]
    public void What_somebody_else_says_ends_once(string said, string sentence) => Assert.That(Sentence.Ended(said), Is.EqualTo(sentence));
}
