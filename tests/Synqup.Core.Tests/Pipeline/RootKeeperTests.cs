using System.IO.Abstractions;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>Roots that come into the configuration of a running agent and leave it.</summary>
internal sealed class RootKeeperTests : PipelineFixture
{
    [Test]
    public async Task A_root_that_has_moved_goes_on_at_its_new_place_and_is_no_problem_at_its_old_one([Values] bool quarantined)
    {
        Configure("one");
        await LeaveOpenAsync(quarantined);
        await using var running = Run();
        Source.Add("d2", "one");
        await Until(() => Delivered("one").Contains("d2"));

        Directory.Move(Path.Combine(Folder, "one"), Path.Combine(Folder, "moved"));
        await Until(() => Problems().Contains("root.offline"));
        Source.Configure([Configuration("moved", "moved", "test")], [Customer("one", "moved")]);
        Source.Add("d3", "one");

        await Until(() => File.Exists(Path.Combine(Folder, "moved", "one", "in", "d3.xml")));
        await Until(() => !Problems().Contains("root.offline"));
    }

    [Test]
    public async Task The_same_root_by_another_path_is_not_locked_out_by_this_very_agent()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Makes a symbolic link, which takes a right of its own on Windows.");
        Configure("one");
        Source.Add("d1", "one");
        await using var running = Run();
        await Until(() => Delivered("one").Contains("d1"));

        Directory.CreateSymbolicLink(Path.Combine(Folder, "link"), Path.Combine(Folder, "one"));
        Source.Configure([Configuration("link", "link", "test")], [Customer("one", "link")]);
        Source.Add("d2", "one");

        await Until(() => Delivered("one").Contains("d2"));
        Assert.That(Problems(), Has.None.EqualTo("root.offline"));
    }

    [Test]
    public async Task A_root_that_left_the_configuration_is_free_for_another_agent_even_where_a_person_is_waited_for([Values] bool quarantined)
    {
        Configure("one", "two");
        await LeaveOpenAsync(quarantined);
        await using var running = Run();
        Source.Add("d2", "one");
        await Until(() => Delivered("one").Contains("d2"));
        await using var other = new DeliveryRoot(
            new RootIdentity(Path.Combine(Folder, "one"), "one", "Office", "other agent", "office"), Platform.ForThisSystem(new FileSystem()), Ledger, TimeProvider.System, NullLogger<DeliveryRoot>.Instance);
        Assert.That(other.Adopt(), Has.Property("State").EqualTo(RootState.Locked).And.Property("Problem").Contains("still in use by the agent that is to be taken over from (agent of Office)"));

        Source.Configure([Configuration("two", "two", "test")], [Customer("two", "two")]);

        await Until(() => other.Adopt().IsReady);
        await Until(() => !Problems().Contains("root.offline"));
    }

    [Test]
    public async Task A_root_is_not_given_up_before_the_source_knows_of_what_was_delivered_there()
    {
        Configure("one", "two");
        Source.Listens = false;
        Source.Add("d1", "one");
        await using var running = Run();
        await Until(() => Delivered("one").Contains("d1"));

        Source.Configure([Configuration("two", "two", "test")], [Customer("two", "two")]);
        Source.Add("d2", "two");
        await Until(() => Delivered("two").Contains("d2"));
        Assert.That(Manifests("one"), Is.Not.Empty);
        Source.Listens = true;

        await Until(() => Manifests("one").Length == 0);
    }

    [Test]
    public async Task A_root_that_was_away_is_no_problem_any_more_once_the_configuration_does_not_name_it()
    {
        Configure("one", "two");
        Directory.Delete(Path.Combine(Folder, "one"), recursive: true);
        Source.Add("d1", "one");
        await using var running = Run();
        await Until(() => Problems().Contains("root.offline"));

        Source.Configure([Configuration("two", "two", "test")], [Customer("one", "two"), Customer("two", "two")]);

        await Until(() => !Problems().Contains("root.offline"));
        await Until(() => File.Exists(Path.Combine(Folder, "two", "one", "in", "d1.xml")));
    }

    [Test]
    public async Task What_waits_in_a_root_for_its_contents_goes_where_the_new_configuration_says()
    {
        Configure("one", "two");
        var contents = new TaskCompletionSource();
        Source.Ready = contents.Task;
        for (var i = 0; i < 700; i++)
            Source.Add($"d{i}", "one");
        await using var running = Run();
        await Until(() => Source.Fetches > 0);

        Source.Configure([Configuration("two", "two", "test")], [Customer("one", "two")]);
        await Until(() => Source.Questions > 3);
        contents.SetResult();

        await Until(() => Directory.Exists(Path.Combine(Folder, "two", "one", "in")) && Directory.GetFiles(Path.Combine(Folder, "two", "one", "in")).Length == 700);
        Assert.That(Delivered("one"), Is.Empty);
        Assert.That(Directory.GetFiles(Folder, "*.synqup-part", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task A_person_decides_about_what_is_left_in_a_root_that_left_the_configuration()
    {
        Configure("one", "two");
        await LeaveOpenAsync(quarantined: true);
        await using var running = Run();
        Source.Configure([Configuration("two", "two", "test")], [Customer("one", "two")]);
        await Until(() => Source.Heartbeats > 1);
        Assert.That(Manifests("one"), Is.Not.Empty);

        Decisions.Record(LedgerPath, [(await ItemAsync()).Entry.Id], new Decision(DecisionKind.Drop, "anna", Time.GetUtcNow(), null, null, null, null));

        await Until(() => Manifests("one").Length == 0);
    }

    /// <summary>A batch of which one document needs a person: quarantined, or delivered and not accepted by the source.</summary>
    private async Task LeaveOpenAsync(bool quarantined)
    {
        Source.Verdict = AcknowledgementStatus.Invalid;
        Source.Add("d1", "one");
        await PassAsync();
        Source.Verdict = AcknowledgementStatus.Accepted;
        if (quarantined)
            await Ledger.SettleAsync([new SetOutcome("office", "d1", 1, DeliveryState.Quarantined, Reason: "Possibly imported.")], CancellationToken.None);
        Assert.That(Manifests("one"), Has.Length.EqualTo(1));
    }

    private async Task<HistoryItem> ItemAsync() => (await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single();

    private string[] Manifests(string root) => Directory.GetFiles(Path.Combine(Folder, root, ".synqup", "batches"));

    private IEnumerable<string> Problems() => Health.Problems.Select(problem => problem.Code);
}
