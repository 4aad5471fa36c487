using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>A portal that has contents, and somebody who receives them.</summary>
internal abstract class ContentFixture : PortalFixture
{
    /// <summary>More bytes than a content in a bundle may have.</summary>
    protected const int Large = 1024 * 1024 + 1;

    protected TestReceiver Receiver { get; } = new();

    protected Library Library { get; private set; } = null!;

    [SetUp]
    public void Fill() => Library = new Library(Server);

    protected void AssertAllReceived(IReadOnlyCollection<PartRequest> parts)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Receiver.Unavailable, Is.Empty);
            Assert.That(Receiver.Contents.Keys, Is.EquivalentTo(parts.Select(part => $"{part.DocumentId}/{part.Part}")));
            foreach (var (name, content) in Receiver.Contents)
                Assert.That(content == Library.Text(name), Is.True, name);
        }
    }
}
