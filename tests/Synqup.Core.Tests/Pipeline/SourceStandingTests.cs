using Synqup.Core.Ledger;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>What the agent makes of a source that is away, refuses it, or says what cannot be.</summary>
internal sealed class SourceStandingTests : PipelineFixture
{
    [Test]
    public async Task A_document_that_waits_for_the_first_configuration_needs_no_person_and_travels_when_the_portal_answers()
    {
        Time = new HurriedTime();
        Configure("one");
        Source.Add("d1", "one");
        await Ledger.RecordPageAsync("office", await Source.ListAsync(null, 10, TimeSpan.Zero, CancellationToken.None), full: false, CancellationToken.None);
        Source.Down = new SourceException(SourceFailure.Unavailable, "away");
        await using var running = Run();
        IReadOnlyList<WaitingDocuments> waiting = [];
        await Until(async () => (waiting = await Ledger.Queries.WaitingAsync("office", CancellationToken.None)).Count > 0);

        Assert.That(waiting.Single().NeedsPerson, Is.False, waiting.Single().Reason);
        Source.Down = null;
        await Until(() => Delivered("one").Count == 1 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task An_acknowledgement_that_the_source_calls_invalid_is_a_problem_and_leaves_the_document_where_it_is()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Verdict = AcknowledgementStatus.Invalid;

        await PassAsync();

        Assert.That(Health.Problems.Select(p => p.Code), Does.Contain("acknowledgement.invalid"));
        Assert.That(Delivered("one"), Is.EqualTo(new[] { "d1" }));
    }

    [Test]
    public async Task An_acknowledgement_that_the_source_accepts_after_all_is_no_problem_any_more()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Verdict = AcknowledgementStatus.Invalid;
        await PassAsync();
        Assert.That(Health.Problems.Select(p => p.Code), Does.Contain("acknowledgement.invalid"));

        Source.Verdict = AcknowledgementStatus.Accepted;
        Source.Add("d1", "one");
        await PassAsync();

        Assert.That(Health.Problems, Is.Empty);
    }

    [Test]
    public async Task A_document_that_changed_after_it_was_delivered_is_a_problem_and_is_not_delivered_again()
    {
        Configure("one");
        Source.Add("d1", "one");
        await PassAsync();
        Source.Change("d1", "one");

        await PassAsync();

        Assert.That(Health.Problems.Select(p => p.Code), Does.Contain("source.changed"));
        Assert.That(Delivered("one"), Is.EqualTo(new[] { "d1" }));
    }

    [Test]
    public async Task A_document_that_changed_at_the_source_is_no_problem_any_more_when_it_is_delivered_again_or_as_before([Values] bool redelivered)
    {
        Configure("one");
        Source.Add("d1", "one");
        await PassAsync();
        Source.Change("d1", "one");
        await PassAsync();
        Assert.That(Health.Problems.Select(p => p.Code), Does.Contain("source.changed"));

        if (redelivered)
            Source.Redeliver("d1", "one");
        else
            Source.Add("d1", "one");
        await PassAsync();

        Assert.That(Health.Problems, Is.Empty);
    }

    [Test]
    public async Task A_document_that_is_listed_for_days_after_its_acknowledgement_is_a_problem_until_a_full_listing_is_without_it()
    {
        Configure("one");
        Source.LargestPage = 1;
        Source.Add("d1", "one");
        Source.Add("d2", "one");
        Source.Add("d3", "one");
        var problems = new List<string>();

        for (; Calendar.Days <= 3; Calendar.Days++)
        {
            if (Calendar.Days == 3)
                Source.Forget("d2");
            await PassAsync();
            problems.Add(string.Join(' ', Health.Problems.Where(p => p.Code == "source.listsAgain").Select(p => p.Place).Order()));
        }

        Assert.That(problems, Is.EqualTo(["", "", "office: d1 office: d2 office: d3", "office: d1 office: d3"]));
    }

    [Test]
    public async Task Any_call_that_gets_no_answer_is_a_problem_until_one_does()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Listens = false;
        await using var running = Run();

        await Until(() => Health.Problems.Any(p => p.Code == "portal.unreachable"));
        Source.Listens = true;

        await Until(() => Source.Told.Count == 1 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task Contents_that_cannot_be_had_now_are_waited_for_and_count_as_no_failure()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.FetchFailures.Enqueue(new SourceException(SourceFailure.Unavailable, "away") { RetryAfter = TimeSpan.FromMilliseconds(10) });
        Source.FetchFailures.Enqueue(new SourceException(SourceFailure.Unavailable, "away") { RetryAfter = TimeSpan.FromMilliseconds(10) });

        await PassAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("one"), Is.EqualTo(["d1"]));
            Assert.That((await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single().Entry.Attempts, Is.Zero);
        }
    }

    [Test]
    public async Task A_replaced_agent_that_starts_again_acknowledges_what_it_delivered_and_reports_released()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Listens = false;
        await using (Run())
            await Until(() => Delivered("one").Count == 1);
        Source.Listens = true;
        Source.Refusal = new SourceException(SourceFailure.Replaced, "SERVER2 took this agent's place.") { RetryAfter = TimeSpan.FromMilliseconds(50) };
        Source.Add("d2", "one");

        await using var running = Run();

        await Until(() => Source.Released);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Source.Told.Select(a => a.DocumentId), Is.EqualTo(["d1"]));
            Assert.That(Delivered("one"), Is.EqualTo(["d1"]), "nothing new is fetched");
        }
        await Until(() => Directory.GetFiles(Path.Combine(Folder, "one", ".synqup", "batches")).Length == 0);
    }

    [Test]
    public async Task Nothing_is_asked_for_before_a_heartbeat_is_accepted()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Refusal = OtherInstance();
        Time = new HurriedTime();
        await using var running = Run();

        await HeartbeatsAsync(5);
        Assert.That((Source.Questions, Source.Fetches), Is.EqualTo((0, 0)));
        Source.Refusal = null;

        await Until(() => Delivered("one").Count == 1 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task Contents_are_not_fetched_any_more_once_another_instance_uses_the_identity()
    {
        Time = new HurriedTime();
        Configure("one");
        Source.Add("d1", "one");
        await using var running = Run();
        await Until(() => Delivered("one").Count == 1);
        Source.Refusal = OtherInstance();
        await Until(() => Health.Problems.Any(p => p.Code == "portal.otherInstance"));

        // The question for new documents was asked before that, so this one still comes into the ledger.
        Source.Add("d2", "one");
        await Until(async () => (await Ledger.Queries.DocumentAsync("office", "d2", CancellationToken.None)).Count == 1);
        await HeartbeatsAsync(5);
        Assert.That(Source.Fetches, Is.EqualTo(1));
        Source.Refusal = null;

        await Until(() => Delivered("one").Count == 2 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task What_is_staged_is_not_published_while_another_instance_uses_the_identity()
    {
        Time = new HurriedTime();
        Configure("one");
        var arrives = new TaskCompletionSource();
        Source.Ready = arrives.Task;
        Source.Add("d1", "one");
        await using var running = Run();
        await Until(() => Source.Fetches == 1);
        Source.Refusal = OtherInstance();
        await Until(() => Health.Problems.Any(p => p.Code == "portal.otherInstance"));

        arrives.SetResult();
        await Until(() => Directory.GetFiles(Path.Combine(Folder, "one"), "*.synqup-part", SearchOption.AllDirectories).Length == 1);
        await HeartbeatsAsync(5);
        Assert.That(Delivered("one"), Is.Empty);
        Source.Refusal = null;

        await Until(() => Delivered("one").Count == 1 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task One_pass_gives_up_on_a_source_that_stays_away()
    {
        Time = new HurriedTime();
        Source.Down = new SourceException(SourceFailure.Unavailable, "away");

        await Assert.ThatAsync(PassAsync, Throws.InstanceOf<SourceException>().With.Message.EqualTo("away"));

        // At one distance it would be thirty and more; the last few may come close together, where a timer is early.
        Assert.That(Source.Heartbeats, Is.InRange(4, 20), "it was tried again, at growing distances");
    }

    [Test]
    public async Task One_pass_whose_source_goes_away_delivers_what_has_arrived_before_it_gives_up()
    {
        Time = new HurriedTime();
        Configure("one");
        Source.Add("d1", "one");
        Source.Listens = false;

        await Assert.ThatAsync(PassAsync, Throws.InstanceOf<SourceException>());

        Assert.That(Delivered("one"), Is.EqualTo(["d1"]));
        Assert.That((await Ledger.Queries.SummaryAsync("office", CancellationToken.None)).Outbox, Is.EqualTo(1), "the next pass tells the source");
    }

    private static SourceException OtherInstance() =>
        new(SourceFailure.OtherInstance, "SERVER2 uses this identity.") { RetryAfter = TimeSpan.FromSeconds(5) };

    private async Task HeartbeatsAsync(int more)
    {
        var enough = Source.Heartbeats + more;
        await Until(() => Source.Heartbeats >= enough);
    }
}
