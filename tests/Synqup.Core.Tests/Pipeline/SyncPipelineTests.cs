using System.IO.Abstractions;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Routing;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;
using Synqup.Core.Tests.Routing;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>The whole way with a real ledger and real folders; only the office is in memory.</summary>
internal sealed class SyncPipelineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("synqup-pipeline-").FullName;
    private readonly ScriptedSource _source = new();
    private readonly HealthBoard _health = new(TimeProvider.System);
    private readonly PipelineProgress _progress = new();
    private TimeProvider _time = TimeProvider.System;
    private DeliveryLedger _ledger = null!;

    private string LedgerPath => Path.Combine(_folder, "data", "ledger.db");

    [SetUp]
    public async Task Open() => _ledger = await DeliveryLedger.OpenAsync(
        LedgerPath, TimeProvider.System, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);

    [TearDown]
    public async Task Remove()
    {
        await _ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task One_pass_delivers_everything_tells_the_source_and_leaves_nothing_behind()
    {
        Configure("one", "two");
        for (var i = 0; i < 1500; i++)
            _source.Add($"d{i}", i % 2 == 0 ? "one" : "two");

        await PassAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("one").Concat(Delivered("two")), Is.EquivalentTo(Enumerable.Range(0, 1500).Select(i => $"d{i}")));
            Assert.That(_source.Told.Select(a => (a.DocumentId, a.Outcome)), Is.EquivalentTo(Enumerable.Range(0, 1500).Select(i => ($"d{i}", AcknowledgementOutcome.Forwarded))));
            Assert.That(Directory.GetFiles(_folder, "*.synqup-part", SearchOption.AllDirectories), Is.Empty);
            Assert.That(Directory.GetDirectories(_folder, "batches", SearchOption.AllDirectories).SelectMany(Directory.GetFiles), Is.Empty);
        }
    }

    [Test]
    public async Task A_second_pass_delivers_nothing_again()
    {
        Configure("one");
        _source.Add("d1", "one");
        await PassAsync();
        File.Delete(Path.Combine(_folder, "one", "one", "in", "d1.xml"));

        await PassAsync();

        Assert.That(Delivered("one"), Is.Empty);
    }

    [Test]
    public async Task A_document_whose_content_is_there_already_is_remembered_as_that()
    {
        Configure("one");
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "one", "one", "in")).FullName;
        await File.WriteAllTextAsync(Path.Combine(inbox, "d1.xml"), ScriptedSource.Content("d1"));
        _source.Add("d1", "one");
        _source.Add("d2", "one");

        await PassAsync();

        var entries = new[] { "d1", "d2" }.Select(async id => (await _ledger.Queries.DocumentAsync("office", id, CancellationToken.None)).Single().Entry.AlreadyThere);
        Assert.That(await Task.WhenAll(entries), Is.EqualTo([true, false]));
        Assert.That(Delivered("one"), Is.EquivalentTo(["d1", "d2"]));
    }

    [Test]
    public async Task A_root_that_is_away_holds_up_only_its_own_documents_and_resumes_by_itself()
    {
        Configure("here", "away");
        Directory.Delete(Path.Combine(_folder, "away"), recursive: true);
        for (var i = 0; i < 20; i++)
            _source.Add($"d{i}", i % 2 == 0 ? "here" : "away");
        await using var running = Run();

        await Until(() => Delivered("here").Count == 10 && _health.Problems.Any(p => p.Code == "root.offline"));
        Assert.That(_health.Problems.Single(p => p.Code == "root.offline").Message, Does.Contain("away"));
        MakeRoot("away");

        await Until(() => Delivered("away").Count == 10 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task A_root_that_goes_away_while_the_agent_runs_is_said_and_what_waits_for_it_travels_once_it_is_back()
    {
        Configure("one");
        _source.Add("d1", "one");
        await using var running = Run();
        await Until(() => Delivered("one").Count == 1);
        var (root, away) = (Path.Combine(_folder, "one"), Path.Combine(_folder, "one-away"));
        Directory.Move(root, away);
        Directory.CreateDirectory(Path.Combine(root, "something"));

        _source.Add("d2", "one");
        await Until(() => _health.Problems.Any(p => p.Code == "root.offline") && _progress.DeferredCount == 1);

        var entry = (await _ledger.Queries.DocumentAsync("office", "d2", CancellationToken.None)).Single().Entry;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_health.Problems.Single(p => p.Code == "root.offline").Message, Does.Contain("marker"));
            Assert.That(entry.Reason, Does.Contain("synqup check --use"), "the reason says what to do");
            Assert.That(entry.Attempts, Is.Zero, "it waits for the root, and was not tried");
            Assert.That((await _ledger.Queries.WaitingAsync("office", CancellationToken.None)).Single().NeedsPerson, Is.False, "it travels by itself when the root is back");
            Assert.That(Directory.EnumerateFileSystemEntries(root).Select(Path.GetFileName), Is.EqualTo(["something"]));
        }

        Directory.Delete(root, recursive: true);
        Directory.Move(away, root);
        await Until(() => Delivered("one").Count == 2 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task Documents_that_wait_are_a_problem_until_they_travel()
    {
        _time = new HurriedTime();
        Configure("one");
        _source.Add("d1", "nobody");
        await using var running = Run();

        await Until(() => _health.Problems.Any(p => p.Code == WaitingWatch.Code));
        Assert.That(_health.Problems.Single(p => p.Code == WaitingWatch.Code).Message, Does.Contain("1 wait"));
        Configure("one", "nobody");

        await Until(() => Delivered("nobody").Count == 1 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task A_document_that_waits_for_the_first_configuration_needs_no_person_and_travels_when_the_portal_answers()
    {
        _time = new HurriedTime();
        Configure("one");
        _source.Add("d1", "one");
        await _ledger.RecordPageAsync("office", await _source.ListAsync(null, 10, TimeSpan.Zero, CancellationToken.None), full: false, CancellationToken.None);
        _source.Down = new SourceException(SourceFailure.Unavailable, "away");
        await using var running = Run();
        IReadOnlyList<WaitingDocuments> waiting = [];
        await Until(async () => (waiting = await _ledger.Queries.WaitingAsync("office", CancellationToken.None)).Count > 0);

        Assert.That(waiting.Single().NeedsPerson, Is.False, waiting.Single().Reason);
        _source.Down = null;
        await Until(() => Delivered("one").Count == 1 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task A_restored_root_is_a_problem_until_a_person_closes_it()
    {
        Configure("one");
        _source.Add("d1", "one");
        await PassAsync();
        Directory.Delete(Path.Combine(_folder, "one", ".synqup"), recursive: true);
        _time = new HurriedTime();
        await using var running = Run();
        await Until(() => _health.Problems.Any(p => p.Code == "root.offline"));
        await using (var root = new DeliveryRoot(new RootIdentity(Path.Combine(_folder, "one"), "one", "Office", "agent"), Platform.ForThisSystem(new FileSystem()), _ledger, TimeProvider.System, NullLogger<DeliveryRoot>.Instance))
            root.Use();

        await Until(() => _health.Problems.Any(p => p.Code == DivergenceSentences.RootIsBehind && p.Message.Contains("d1 for one (", StringComparison.Ordinal)));
        Divergences.Close(LedgerPath, (await _ledger.Queries.DivergencesAsync(null, 1, CancellationToken.None)).Single().Divergence);

        await Until(() => _health.Problems.Count == 0);
    }

    [Test]
    public async Task An_acknowledgement_that_the_source_calls_invalid_is_a_problem_and_leaves_the_document_where_it_is()
    {
        Configure("one");
        _source.Add("d1", "one");
        _source.Verdict = AcknowledgementStatus.Invalid;

        await PassAsync();

        Assert.That(_health.Problems.Select(p => p.Code), Does.Contain("acknowledgement.invalid"));
        Assert.That(Delivered("one"), Is.EqualTo(new[] { "d1" }));
    }

    [Test]
    public async Task An_acknowledgement_that_the_source_accepts_after_all_is_no_problem_any_more()
    {
        Configure("one");
        _source.Add("d1", "one");
        _source.Verdict = AcknowledgementStatus.Invalid;
        await PassAsync();
        Assert.That(_health.Problems.Select(p => p.Code), Does.Contain("acknowledgement.invalid"));

        _source.Verdict = AcknowledgementStatus.Accepted;
        _source.Add("d1", "one");
        await PassAsync();

        Assert.That(_health.Problems, Is.Empty);
    }

    [Test]
    public async Task A_document_that_changed_after_it_was_delivered_is_a_problem_and_is_not_delivered_again()
    {
        Configure("one");
        _source.Add("d1", "one");
        await PassAsync();
        _source.Change("d1", "one");

        await PassAsync();

        Assert.That(_health.Problems.Select(p => p.Code), Does.Contain("source.changed"));
        Assert.That(Delivered("one"), Is.EqualTo(new[] { "d1" }));
    }

    [Test]
    public async Task A_document_that_changed_at_the_source_is_no_problem_any_more_when_it_is_delivered_again_or_as_before([Values] bool redelivered)
    {
        Configure("one");
        _source.Add("d1", "one");
        await PassAsync();
        _source.Change("d1", "one");
        await PassAsync();
        Assert.That(_health.Problems.Select(p => p.Code), Does.Contain("source.changed"));

        if (redelivered)
            _source.Redeliver("d1", "one");
        else
            _source.Add("d1", "one");
        await PassAsync();

        Assert.That(_health.Problems, Is.Empty);
    }

    [Test]
    public async Task Any_call_that_gets_no_answer_is_a_problem_until_one_does()
    {
        Configure("one");
        _source.Add("d1", "one");
        _source.Listens = false;
        await using var running = Run();

        await Until(() => _health.Problems.Any(p => p.Code == "portal.unreachable"));
        _source.Listens = true;

        await Until(() => _source.Told.Count == 1 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task A_document_without_a_route_travels_once_the_configuration_has_one()
    {
        Configure("one");
        _source.Add("d1", "stranger");
        _source.Add("d2", "one");
        await using var running = Run();
        await Until(() => Delivered("one").Count == 1 && _progress.DeferredCount == 1);

        Configure("one", "stranger");

        await Until(() => Delivered("stranger").Count == 1);
    }

    [Test]
    public async Task What_the_destination_cannot_take_is_reported_with_its_reason()
    {
        Configure("one");
        _source.Add("d1", "one", number: "reject");
        _source.Add("d2", "one");

        await PassAsync();

        var told = _source.Told.ToDictionary(a => a.DocumentId);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told["d1"].Outcome, Is.EqualTo(AcknowledgementOutcome.Error));
            Assert.That(told["d1"].Reason, Is.EqualTo("Not this one."));
            Assert.That(told["d2"].Outcome, Is.EqualTo(AcknowledgementOutcome.Forwarded));
        }
    }

    [Test]
    public async Task A_customers_folder_that_is_not_there_is_made_or_reported_as_the_configuration_says()
    {
        Configure(missing => missing == "careful" ? MissingFolder.Report : MissingFolder.Create, "careful", "easy");
        _source.Add("d1", "careful");
        _source.Add("d2", "easy");

        await PassAsync();

        var entry = (await _ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single().Entry;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("easy"), Is.EqualTo(["d2"]));
            Assert.That(Directory.Exists(Path.Combine(_folder, "careful", "careful")), Is.False);
            Assert.That(entry.State, Is.EqualTo(DeliveryState.Deferred));
            Assert.That(entry.Reason, Does.Contain(Path.Combine("careful", "careful")));
        }
    }

    [Test]
    public async Task A_document_that_is_no_longer_shared_is_closed_without_a_word()
    {
        Configure("one");
        _source.Add("d1", "one");
        _source.Add("d2", "one");
        _source.Gone.Add("d1");

        await PassAsync();

        var entry = (await _ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single().Entry;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entry.State, Is.EqualTo(DeliveryState.Withdrawn));
            Assert.That(_source.Told.Select(a => a.DocumentId), Is.EqualTo(["d2"]));
        }
    }

    [Test]
    public async Task Contents_that_cannot_be_had_now_are_waited_for_and_count_as_no_failure()
    {
        Configure("one");
        _source.Add("d1", "one");
        _source.FetchFailures.Enqueue(new SourceException(SourceFailure.Unavailable, "away") { RetryAfter = TimeSpan.FromMilliseconds(10) });
        _source.FetchFailures.Enqueue(new SourceException(SourceFailure.Unavailable, "away") { RetryAfter = TimeSpan.FromMilliseconds(10) });

        await PassAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("one"), Is.EqualTo(["d1"]));
            Assert.That((await _ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single().Entry.Attempts, Is.Zero);
        }
    }

    [Test]
    public async Task Unusable_configurations_of_one_name_are_said_and_hold_up_no_other()
    {
        MakeRoot("one");
        _source.Configure(
            [Configuration("a", "Nope", "missing"), Configuration("b", "Nope", "missing"), Configuration("one", "One", "test")],
            [Customer("one", "one"), Customer("other", "a")]);
        _source.Add("d1", "one");
        _source.Add("d2", "other");

        await PassAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("one"), Is.EqualTo(["d1"]));
            Assert.That(_health.Problems.Select(p => p.Place), Does.Contain("office: Nope"));
        }
    }

    [Test]
    public async Task A_root_in_which_nothing_can_be_published_is_said_and_tried_less_and_less_often()
    {
        Configure("one");
        var inTheWay = Directory.CreateDirectory(Path.Combine(_folder, "one", ".synqup", "batches", "1.part"));
        _source.Add("d1", "one");
        var time = new HurriedTime();
        _time = time;
        await using var running = Run();
        await Until(() => _source.Fetches >= 4);

        Assert.That(time.Waits.Count(w => w > TimeSpan.FromSeconds(0.7) && w < TimeSpan.FromSeconds(1.3)), Is.EqualTo(1), "only the first pause is about a second");
        Assert.That(_health.Problems.Select(p => p.Code), Does.Contain("root.offline"));
        inTheWay.Delete();

        await Until(() => Delivered("one").Count == 1 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task A_replaced_agent_that_starts_again_acknowledges_what_it_delivered_and_reports_released()
    {
        Configure("one");
        _source.Add("d1", "one");
        _source.Listens = false;
        await using (Run())
            await Until(() => Delivered("one").Count == 1);
        _source.Listens = true;
        _source.Refusal = new SourceException(SourceFailure.Replaced, "SERVER2 took this agent's place.") { RetryAfter = TimeSpan.FromMilliseconds(50) };
        _source.Add("d2", "one");

        await using var running = Run();

        await Until(() => _source.Released);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_source.Told.Select(a => a.DocumentId), Is.EqualTo(["d1"]));
            Assert.That(Delivered("one"), Is.EqualTo(["d1"]), "nothing new is fetched");
        }
        await Until(() => Directory.GetFiles(Path.Combine(_folder, "one", ".synqup", "batches")).Length == 0);
    }

    [Test]
    public async Task Nothing_is_asked_for_before_a_heartbeat_is_accepted()
    {
        Configure("one");
        _source.Add("d1", "one");
        _source.Refusal = OtherInstance();
        _time = new HurriedTime();
        await using var running = Run();

        await HeartbeatsAsync(5);
        Assert.That((_source.Questions, _source.Fetches), Is.EqualTo((0, 0)));
        _source.Refusal = null;

        await Until(() => Delivered("one").Count == 1 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task Contents_are_not_fetched_any_more_once_another_instance_uses_the_identity()
    {
        _time = new HurriedTime();
        Configure("one");
        _source.Add("d1", "one");
        await using var running = Run();
        await Until(() => Delivered("one").Count == 1);
        _source.Refusal = OtherInstance();
        await Until(() => _health.Problems.Any(p => p.Code == "portal.otherInstance"));

        // The question for new documents was asked before that, so this one still comes into the ledger.
        _source.Add("d2", "one");
        await Until(async () => (await _ledger.Queries.DocumentAsync("office", "d2", CancellationToken.None)).Count == 1);
        await HeartbeatsAsync(5);
        Assert.That(_source.Fetches, Is.EqualTo(1));
        _source.Refusal = null;

        await Until(() => Delivered("one").Count == 2 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task What_is_staged_is_not_published_while_another_instance_uses_the_identity()
    {
        _time = new HurriedTime();
        Configure("one");
        var arrives = new TaskCompletionSource();
        _source.Ready = arrives.Task;
        _source.Add("d1", "one");
        await using var running = Run();
        await Until(() => _source.Fetches == 1);
        _source.Refusal = OtherInstance();
        await Until(() => _health.Problems.Any(p => p.Code == "portal.otherInstance"));

        arrives.SetResult();
        await Until(() => Directory.GetFiles(Path.Combine(_folder, "one"), "*.synqup-part", SearchOption.AllDirectories).Length == 1);
        await HeartbeatsAsync(5);
        Assert.That(Delivered("one"), Is.Empty);
        _source.Refusal = null;

        await Until(() => Delivered("one").Count == 1 && _health.Problems.Count == 0);
    }

    [Test]
    public async Task One_pass_gives_up_on_a_source_that_stays_away()
    {
        _time = new HurriedTime();
        _source.Down = new SourceException(SourceFailure.Unavailable, "away");

        await Assert.ThatAsync(PassAsync, Throws.InstanceOf<SourceException>().With.Message.EqualTo("away"));

        Assert.That(_source.Heartbeats, Is.InRange(4, 8), "it was tried again, at growing distances");
    }

    [Test]
    public async Task One_pass_whose_source_goes_away_delivers_what_has_arrived_before_it_gives_up()
    {
        _time = new HurriedTime();
        Configure("one");
        _source.Add("d1", "one");
        _source.Listens = false;

        await Assert.ThatAsync(PassAsync, Throws.InstanceOf<SourceException>());

        Assert.That(Delivered("one"), Is.EqualTo(["d1"]));
        Assert.That((await _ledger.Queries.SummaryAsync("office", CancellationToken.None)).Outbox, Is.EqualTo(1), "the next pass tells the source");
    }

    [Test]
    public async Task Stopping_in_the_middle_leaves_nothing_half_published_and_the_next_run_finishes()
    {
        Configure("one");
        for (var i = 0; i < 3000; i++)
            _source.Add($"d{i}", "one");
        await using (Run())
            await Until(() => _progress.DeliveredCount > 0);

        var summary = await _ledger.Queries.SummaryAsync("office", CancellationToken.None);
        Assert.That(summary.ByState[DeliveryState.Publishing], Is.Zero);
        Assert.That(summary.ByState[DeliveryState.Listed], Is.Positive, "it was stopped in the middle");
        await PassAsync();

        Assert.That(Delivered("one"), Has.Count.EqualTo(3000));
    }

    private List<string> Delivered(string customer)
    {
        var folder = Path.Combine(_folder, customer, customer, "in");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(Path.GetFileNameWithoutExtension).OfType<string>()] : [];
    }

    /// <summary>Each customer has a configuration with a root of its own.</summary>
    private void Configure(params string[] customers) => Configure(_ => MissingFolder.Create, customers);

    private void Configure(Func<string, MissingFolder> missing, params string[] customers)
    {
        foreach (var customer in customers)
            MakeRoot(customer);
        _source.Configure([.. customers.Select(c => Configuration(c, c, "test") with { MissingFolder = missing(c) })], [.. customers.Select(c => Customer(c, c))]);
    }

    private AccountingPackageConfiguration Configuration(string id, string name, string package) =>
        new(id, name, "agent", package, new ConfigurationPaths(Path.Combine(_folder, id, "[accounting_file_id]", "in"), null, null, null), "vat", null);

    private static CustomerDescription Customer(string id, string configuration) => new(id, id, null, null, id, configuration, DateTimeOffset.UnixEpoch);

    /// <summary>Not empty, so that nobody has to say that it is no mount point.</summary>
    private void MakeRoot(string name) => Directory.CreateDirectory(Path.Combine(_folder, name, "other"));

    private async Task PassAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var pipeline = new SyncPipeline(Parts(), RunMode.OnePass);
        await pipeline.RunAsync(limit.Token);
        Assert.That(limit.IsCancellationRequested, Is.False, "the pass did not end");
    }

    private Running Run() => new(new SyncPipeline(Parts(), RunMode.Continuous));

    private PipelineParts Parts()
    {
        var files = new FileSystem();
        return new PipelineParts
        {
            Source = _source,
            Ledger = _ledger,
            Configuration = new ConfigurationFeed(
                _source, new ConfigurationCopy(files, _folder), new TestCatalog(), PathMappings.None, new FolderOwners(), _health, NullLogger<ConfigurationFeed>.Instance),
            Heartbeat = new HeartbeatContent("office", new AgentIdentity("1.0", "instance"), new TestCatalog(), _health, _ledger),
            OpenRoot = (path, shown, _) => new DeliveryRoot(
                new RootIdentity(path, shown, "Office", "agent"), Platform.ForThisSystem(files), _ledger, TimeProvider.System, NullLogger<DeliveryRoot>.Instance),
            Concurrency = new ConcurrencySettings(),
            Progress = _progress,
            Health = _health,
            Status = new AgentStatus(files, _folder, "1.0", _health, TimeProvider.System),
            Time = _time,
            Logging = NullLoggerFactory.Instance,
        };
    }

    private static SourceException OtherInstance() =>
        new(SourceFailure.OtherInstance, "SERVER2 uses this identity.") { RetryAfter = TimeSpan.FromSeconds(5) };

    private async Task HeartbeatsAsync(int more)
    {
        var enough = _source.Heartbeats + more;
        await Until(() => _source.Heartbeats >= enough);
    }

    private static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var deadline = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(deadline), Is.LessThan(Limit), "it did not come to that");
            await timer.WaitForNextTickAsync();
        }
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly SyncPipeline _pipeline;
        private readonly Task _running;

        public Running(SyncPipeline pipeline) => (_pipeline, _running) = (pipeline, pipeline.RunAsync(_stop.Token));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await _pipeline.DisposeAsync();
            _stop.Dispose();
        }
    }
}
