using Synqup.Core.Configuration;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>A share of which a call of the system never returns: it fails nothing, and so nothing but a look at the clock finds it.</summary>
internal sealed class HangingRootTests : PipelineFixture
{
    private readonly ManualResetEventSlim _answers = new(initialState: true);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [SetUp]
    public void Hurry() => (Time, RootTime, Concurrency) = (new HurriedTime(), new HurriedTime(), new ConcurrencySettings { Downloads = 2, BatchSize = 4 });

    [TearDown]
    public void Free() => _answers.Dispose();

    [TestCase("IsFolderThere")]
    [TestCase("Write")]
    [TestCase("FlushVolume")]
    [TestCase("TryRename")]
    public async Task A_root_that_hangs_holds_up_nothing_but_its_own_documents_is_said_and_resumes_by_itself(string call)
    {
        Configure("hangs", "here");
        Hang(call);
        for (var i = 0; i < 40; i++)
            Source.Add($"h{i}", "hangs");
        await using var running = Run();
        await _reached.Task;
        for (var i = 0; i < 40; i++)
            Source.Add($"d{i}", "here");

        await Until(() => Delivered("here").Count == 40 && Health.Problems.Any(p => p.Code == "root.hangs"));

        var problem = Health.Problems.Single(p => p.Code == "root.hangs");
        Assert.That(problem.Message, Does.Contain(Path.Combine(Folder, "hangs")).And.Contain("does not answer"));
        Assert.That(Delivered("hangs"), Has.Count.LessThan(40));
        var beats = Source.Heartbeats;
        Source.Add("later", "here");
        await Until(() => Delivered("here").Count == 41 && Source.Heartbeats > beats + 2);
        await Until(() => Source.Told.Count(a => a.DocumentId == "later") == 1);

        _answers.Set();
        await Until(() => Delivered("hangs").Count == 40 && Health.Problems.All(p => !p.Code.StartsWith("root.", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_stop_does_not_wait_for_what_hangs_and_the_next_start_delivers_it()
    {
        Configure("hangs");
        Hang("TryRename");
        Source.Add("d1", "hangs");
        await using (Run())
            await _reached.Task;

        Assert.That(Delivered("hangs"), Is.Empty, "it ended all the same");
        _answers.Set();
        await Until(async () => (await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single().Entry.State != DeliveryState.Publishing);
        await PassAsync();
        Assert.That(Delivered("hangs"), Is.EqualTo(new[] { "d1" }));
    }

    [TestCase("IsFolderThere")]
    [TestCase("Write")]
    public async Task One_pass_ends_without_what_hangs(string call)
    {
        Configure("hangs", "here");
        Hang(call);
        Source.Add("h", "hangs");
        Source.Add("d", "here");

        await PassAsync();

        Assert.That(Delivered("here"), Is.EqualTo(new[] { "d" }));
        Assert.That(Health.Problems.Select(p => p.Code), Does.Contain("root.hangs"));
        Assert.That((await Ledger.Queries.WaitingAsync("office", CancellationToken.None)).Single().Reason, Does.Contain("does not answer"));
        _answers.Set();
    }

    private void Hang(string call)
    {
        _answers.Reset();
        Disk.Before = (name, path) =>
        {
            if (name != call || !path.StartsWith(Path.Combine(Folder, "hangs"), StringComparison.Ordinal) || (call == "FlushVolume" && !path.Contains(".synqup", StringComparison.Ordinal)))
                return;
            _reached.TrySetResult();
            _answers.Wait();
        };
    }
}
