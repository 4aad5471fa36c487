using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>One document with which something is always wrong: the others of its folder, its customer and its batch travel.</summary>
internal sealed class PoisonTests : PipelineFixture
{
    [TestCase("content", "SHA-256")]
    [TestCase("plan", "boom")]
    [TestCase("folder", "blocked")]
    public async Task Holds_up_no_other_document_and_says_why_it_waits(string poison, string reason)
    {
        MakeRoot("one");
        Source.Configure([Configuration("one", "one", "test")], [Customer("one", "one"), Customer("blocked", "one")]);
        // A file is where the customer's folder would have to be.
        await File.WriteAllTextAsync(Path.Combine(Folder, "one", "blocked"), "");
        if (poison == "content")
            Source.Garbled.Add("bad");

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 10; i++)
            {
                if (round == 0 && i == 5)
                    Source.Add("bad", poison == "folder" ? "blocked" : "one", number: poison == "plan" ? "throw" : null);
                Source.Add($"d{round}{i}", "one");
            }

            await PassAsync();
            Calendar.Days++;
        }

        var bad = (await Ledger.Queries.DocumentAsync("office", "bad", CancellationToken.None)).Single().Entry;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("one"), Has.Count.EqualTo(30));
            Assert.That(bad.State, Is.EqualTo(DeliveryState.Deferred));
            Assert.That(bad.Reason, Does.Contain(reason));
        }
    }
}
