using System.IO.Abstractions;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>What is delivered, and how: the whole way with a real ledger and real folders.</summary>
internal sealed class SyncPipelineTests : PipelineFixture
{
    [Test]
    public async Task One_pass_delivers_everything_tells_the_source_and_leaves_nothing_behind()
    {
        Configure("one", "two");
        for (var i = 0; i < 1500; i++)
            Source.Add($"d{i}", i % 2 == 0 ? "one" : "two");

        await PassAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("one").Concat(Delivered("two")), Is.EquivalentTo(Enumerable.Range(0, 1500).Select(i => $"d{i}")));
            Assert.That(Source.Told.Select(a => (a.DocumentId, a.Outcome)), Is.EquivalentTo(Enumerable.Range(0, 1500).Select(i => ($"d{i}", AcknowledgementOutcome.Forwarded))));
            Assert.That(Directory.GetFiles(Folder, "*.synqup-part", SearchOption.AllDirectories), Is.Empty);
            Assert.That(Directory.GetDirectories(Folder, "batches", SearchOption.AllDirectories).SelectMany(Directory.GetFiles), Is.Empty);
        }
    }

    [Test]
    public async Task A_second_pass_delivers_nothing_again()
    {
        Configure("one");
        Source.Add("d1", "one");
        await PassAsync();
        File.Delete(Path.Combine(Folder, "one", "one", "in", "d1.xml"));

        await PassAsync();

        Assert.That(Delivered("one"), Is.Empty);
    }

    [Test]
    public async Task A_document_whose_content_is_there_already_is_remembered_as_that()
    {
        Configure("one");
        var inbox = Directory.CreateDirectory(Path.Combine(Folder, "one", "one", "in")).FullName;
        await File.WriteAllTextAsync(Path.Combine(inbox, "d1.xml"), ScriptedSource.Content("d1"));
        Source.Add("d1", "one");
        Source.Add("d2", "one");

        await PassAsync();

        var entries = new[] { "d1", "d2" }.Select(async id => (await Ledger.Queries.DocumentAsync("office", id, CancellationToken.None)).Single().Entry.AlreadyThere);
        Assert.That(await Task.WhenAll(entries), Is.EqualTo([true, false]));
        Assert.That(Delivered("one"), Is.EquivalentTo(["d1", "d2"]));
    }

    [Test]
    public async Task A_root_that_is_away_holds_up_only_its_own_documents_and_resumes_by_itself()
    {
        Configure("here", "away");
        Directory.Delete(Path.Combine(Folder, "away"), recursive: true);
        for (var i = 0; i < 20; i++)
            Source.Add($"d{i}", i % 2 == 0 ? "here" : "away");
        await using var running = Run();

        await Until(() => Delivered("here").Count == 10 && Health.Problems.Any(p => p.Code == "root.offline"));
        Assert.That(Health.Problems.Single(p => p.Code == "root.offline").Message, Does.Contain("away"));
        MakeRoot("away");

        await Until(() => Delivered("away").Count == 10 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task A_root_that_goes_away_while_the_agent_runs_is_said_and_what_waits_for_it_travels_once_it_is_back()
    {
        Configure("one");
        Source.Add("d1", "one");
        await using var running = Run();
        await Until(() => Delivered("one").Count == 1);
        var (root, away) = (Path.Combine(Folder, "one"), Path.Combine(Folder, "one-away"));
        Directory.Move(root, away);
        Directory.CreateDirectory(Path.Combine(root, "something"));

        Source.Add("d2", "one");
        await Until(() => Health.Problems.Any(p => p.Code == "root.offline") && Progress.DeferredCount == 1);

        var entry = (await Ledger.Queries.DocumentAsync("office", "d2", CancellationToken.None)).Single().Entry;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Health.Problems.Single(p => p.Code == "root.offline").Message, Does.Contain("marker"));
            Assert.That(entry.Reason, Does.Contain("synqup check --use"), "the reason says what to do");
            Assert.That(entry.Attempts, Is.Zero, "it waits for the root, and was not tried");
            Assert.That((await Ledger.Queries.WaitingAsync("office", CancellationToken.None)).Single().NeedsPerson, Is.False, "it travels by itself when the root is back");
            Assert.That(Directory.EnumerateFileSystemEntries(root).Select(Path.GetFileName), Is.EqualTo(["something"]));
        }

        Directory.Delete(root, recursive: true);
        Directory.Move(away, root);
        await Until(() => Delivered("one").Count == 2 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task Documents_that_wait_are_a_problem_until_they_travel()
    {
        Time = new HurriedTime();
        Configure("one");
        Source.Add("d1", "nobody");
        await using var running = Run();

        await Until(() => Health.Problems.Any(p => p.Code == WaitingWatch.Code));
        Assert.That(Health.Problems.Single(p => p.Code == WaitingWatch.Code).Message, Does.Contain("1 wait"));
        Configure("one", "nobody");

        await Until(() => Delivered("nobody").Count == 1 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task A_restored_root_is_a_problem_until_a_person_closes_it()
    {
        Configure("one");
        Source.Add("d1", "one");
        await PassAsync();
        Directory.Delete(Path.Combine(Folder, "one", ".synqup"), recursive: true);
        Time = new HurriedTime();
        await using var running = Run();
        await Until(() => Health.Problems.Any(p => p.Code == "root.offline"));
        await using (var root = new DeliveryRoot(new RootIdentity(Path.Combine(Folder, "one"), "one", "Office", "agent", "office"), Platform.ForThisSystem(new FileSystem()), Ledger, TimeProvider.System, NullLogger<DeliveryRoot>.Instance))
            root.Use();

        await Until(() => Health.Problems.Any(p => p.Code == "root.behindLedger" && p.Message.Contains("d1 for one (", StringComparison.Ordinal)));
        Divergences.Close(LedgerPath, (await Ledger.Queries.DivergencesAsync(null, 1, CancellationToken.None)).Single().Divergence);

        await Until(() => Health.Problems.Count == 0);
    }

    [Test]
    public async Task A_document_without_a_route_travels_once_the_configuration_has_one()
    {
        Configure("one");
        Source.Add("d1", "stranger");
        Source.Add("d2", "one");
        await using var running = Run();
        await Until(() => Delivered("one").Count == 1 && Progress.DeferredCount == 1);

        Configure("one", "stranger");

        await Until(() => Delivered("stranger").Count == 1);
    }

    [Test]
    public async Task A_document_travels_as_soon_as_another_connection_frees_the_folder()
    {
        Configure("one");
        Owners.Claim("kantoor", [(Path.Combine(Folder, "one", "one", "in"), new FolderOwner("kantoor", "e9", "Janssens"))]);
        Source.Add("d1", "one");
        await using var running = Run();
        await Until(async () => (await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)) is [{ Entry.Reason: { } reason }] && reason.Contains("would be shared", StringComparison.Ordinal));

        Owners.Claim("kantoor", []);

        await Until(() => Delivered("one").Count == 1);
    }

    [Test]
    public async Task What_the_destination_cannot_take_is_reported_with_its_reason()
    {
        Configure("one");
        Source.Add("d1", "one", number: "reject");
        Source.Add("d2", "one");

        await PassAsync();

        var told = Source.Told.ToDictionary(a => a.DocumentId);
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
        Source.Add("d1", "careful");
        Source.Add("d2", "easy");

        await PassAsync();

        var entry = (await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Single().Entry;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("easy"), Is.EqualTo(["d2"]));
            Assert.That(Directory.Exists(Path.Combine(Folder, "careful", "careful")), Is.False);
            Assert.That(entry.State, Is.EqualTo(DeliveryState.Deferred));
            Assert.That(entry.Reason, Does.Contain(Path.Combine("careful", "careful")));
        }
    }

    [Test]
    public async Task A_document_that_the_source_knows_as_forwarded_needs_a_person_until_it_is_delivered_again()
    {
        Configure("one");
        Source.Add("d1", "one");
        Source.Forwarded.Add("d1");

        await PassAsync();

        var attention = (await Ledger.Queries.AttentionAsync("office", 0, 10, CancellationToken.None)).Single().Entry;
        Assert.That((attention.Document.Id, attention.State, attention.Reason), Is.EqualTo(("d1", DeliveryState.Quarantined, Remedy.OldLedger("d1"))));

        Source.Forwarded.Clear();
        Source.Redeliver("d1", "one");
        await PassAsync();

        var entries = (await Ledger.Queries.DocumentAsync("office", "d1", CancellationToken.None)).Select(item => item.Entry.State);
        Assert.That(entries, Is.EqualTo([DeliveryState.Acknowledged, DeliveryState.Superseded]));
    }

    [Test]
    public async Task Unusable_configurations_of_one_name_are_said_and_hold_up_no_other()
    {
        MakeRoot("one");
        Source.Configure(
            [Configuration("a", "Nope", "missing"), Configuration("b", "Nope", "missing"), Configuration("one", "One", "test")],
            [Customer("one", "one"), Customer("other", "a")]);
        Source.Add("d1", "one");
        Source.Add("d2", "other");

        await PassAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Delivered("one"), Is.EqualTo(["d1"]));
            Assert.That(Health.Problems.Select(p => p.Place), Does.Contain("office: Nope"));
        }
    }

    [Test]
    public async Task A_root_in_which_nothing_can_be_published_is_said_and_tried_less_and_less_often()
    {
        Configure("one");
        var inTheWay = Directory.CreateDirectory(Path.Combine(Folder, "one", ".synqup", "batches", "1.part"));
        Source.Add("d1", "one");
        var time = new HurriedTime();
        Time = time;
        await using var running = Run();
        await Until(() => Source.Fetches >= 3);

        Assert.That(time.Waits.Count(w => w > TimeSpan.FromSeconds(0.7) && w < TimeSpan.FromSeconds(1.3)), Is.EqualTo(1), "only the first pause is about a second");
        Assert.That(time.Waits.Count(w => w > TimeSpan.FromSeconds(45) && w < TimeSpan.FromSeconds(75)), Is.EqualTo(1), "the second is about a minute");
        Assert.That(Health.Problems.Single(p => p.Code == "root.offline").Remedy, Does.Contain("Next try: "));
        inTheWay.Delete();

        await Until(() => Delivered("one").Count == 1 && Health.Problems.Count == 0);
    }

    [Test]
    public async Task Stopping_in_the_middle_leaves_nothing_half_published_and_the_next_run_finishes()
    {
        Configure("one");
        for (var i = 0; i < 3000; i++)
            Source.Add($"d{i}", "one");
        await using (Run())
            await Until(() => Progress.DeliveredCount > 0);

        var summary = await Ledger.Queries.SummaryAsync("office", CancellationToken.None);
        Assert.That(summary.ByState[DeliveryState.Publishing], Is.Zero);
        Assert.That(summary.ByState[DeliveryState.Listed], Is.Positive, "it was stopped in the middle");
        await PassAsync();

        Assert.That(Delivered("one"), Has.Count.EqualTo(3000));
    }
}
