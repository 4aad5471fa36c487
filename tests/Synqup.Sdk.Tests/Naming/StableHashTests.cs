namespace Synqup.Sdk.Tests.Naming;

internal sealed class StableHashTests
{
    // Values of `printf %s TEXT | sha256sum`: names that are delivered already must never change.
    [TestCase("", "e3b0c442")]
    [TestCase("abc", "ba7816bf")]
    [TestCase("0197", "d7af0580")]
    public void Hash_is_the_beginning_of_sha_256(string text, string expected) => Assert.That(StableHash.Of(text), Is.EqualTo(expected));
}
