using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using System.Security.Cryptography;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Delivery;

/// <summary>What publishing promises on any file system.</summary>
internal abstract class PublishingContract : DeliveryFixture
{
    private static readonly string[] Pair = ["pdf", "ubl"];

    [Test]
    public async Task A_document_appears_under_its_name_with_its_bytes_and_nothing_is_left_staged()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d1");

        var published = await DeliverAsync(root, plan);

        Assert.That(published.Results.Single(), Is.EqualTo(new SetResult(plan, SetEnding.Delivered, Settled: true) { File = plan.Plan.Files[^1].Path.ToString() }));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }));
        Assert.That(Files.File.ReadAllBytes(Path.Combine(Inbox, "d1.xml")), Is.EqualTo(Bytes("d1", "ubl")));
        Assert.That(Staged(), Is.Empty);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [Test]
    public async Task All_first_files_of_a_batch_are_visible_and_flushed_before_any_second_one()
    {
        var root = await OpenRootAsync();
        var calls = new List<string>();
        Platform.After = (name, path) => calls.Add(name == "TryRename" ? Path.GetExtension(path) : name.StartsWith("Flush", StringComparison.Ordinal) ? "flush" : "");

        await DeliverAsync(root, Plan("d1", Pair), Plan("d2", Pair));

        calls.RemoveAll(c => c.Length == 0);
        var renamesOn = calls.SkipWhile(c => c == "flush").ToList();
        Assert.That(renamesOn.Take(2), Is.EqualTo(new[] { ".pdf", ".pdf" }));
        Assert.That(renamesOn[2], Is.EqualTo("flush"));
        Assert.That(renamesOn.Where(c => c != "flush"), Is.EqualTo(new[] { ".pdf", ".pdf", ".xml", ".xml" }));
        Assert.That(calls[^1], Is.EqualTo("flush"));
    }

    [Test]
    public async Task A_done_file_is_empty_and_appears_after_all_others_are_visible_and_flushed()
    {
        var root = await OpenRootAsync();
        var calls = new List<string>();
        Platform.After = (name, path) => calls.Add(name == "TryRename" ? Path.GetFileName(path) : name.StartsWith("Flush", StringComparison.Ordinal) ? "flush" : "");
        var plan = WithDone(Plan("d1", Pair));

        await DeliverAsync(root, plan, WithDone(Plan("d2")));

        calls.RemoveAll(c => c.Length == 0);
        Assert.That(calls.Where(c => c != "flush"), Is.EqualTo(new[] { "d1.pdf", "d2.xml", "d1.xml", "d2.done", "d1.done" }));
        Assert.That(calls[calls.IndexOf("d2.done") - 2], Is.EqualTo("flush"));
        Assert.That(calls[calls.IndexOf("d1.done") - 1], Is.EqualTo("flush"));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.done", "d1.pdf", "d1.xml", "d2.done", "d2.xml" }));
        Assert.That(Files.File.ReadAllBytes(Path.Combine(Inbox, "d1.done")), Is.Empty);
        Assert.That(Staged(), Is.Empty);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
        Assert.That((await Ledger.OutboxAsync(Source, 10, CancellationToken.None)).Single(o => o.DocumentId == "d1").Files.Select(f => Path.GetFileName(f.Path)), Is.EqualTo(new[] { "d1.pdf", "d1.xml", "d1.done" }));
    }

    [Test]
    public async Task A_done_file_that_was_left_behind_announces_nothing_of_a_later_delivery()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, WithDone(Plan("d1", Pair)));
        await AcknowledgeAllAsync();
        Files.File.Delete(Path.Combine(Inbox, "d1.pdf"));
        Files.File.Delete(Path.Combine(Inbox, "d1.xml"));

        await DeliverAsync(root, WithDone(Plan("d1", Pair, delivery: 2)));

        Assert.That(Visible(), Is.EqualTo(new[] { "d1.done", "d1_2.done", "d1_2.pdf", "d1_2.xml" }));
    }

    [Test]
    public async Task A_document_that_is_still_there_with_its_done_file_is_already_delivered()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, WithDone(Plan("d1", Pair)));
        await AcknowledgeAllAsync();

        var again = await DeliverAsync(root, WithDone(Plan("d1", Pair, delivery: 2)));

        Assert.That(again.Results.Single().Ending, Is.EqualTo(SetEnding.AlreadyDelivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.done", "d1.pdf", "d1.xml" }));
    }

    [Test]
    public async Task A_document_whose_content_did_not_arrive_has_no_done_file()
    {
        var root = await OpenRootAsync();
        await using var batch = root.OpenBatch("etag-1", [WithDone(Plan("d1", Pair))]);
        await batch.ReceiveAsync(batch.Requests[0], new MemoryStream(Bytes("d1", "pdf")), CancellationToken.None);

        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Deferred));
        Assert.That(Visible(), Is.Empty);
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task Other_content_than_listed_defers_its_own_document_only()
    {
        var root = await OpenRootAsync();
        await using var batch = root.OpenBatch("etag-1", [Plan("d1", Pair), Plan("d2", Pair), Plan("d3", Pair)]);
        await ReceiveAsync(batch, r => r.DocumentId == "d2" && r.Part == "ubl" ? "UBL of d2"u8.ToArray() : Bytes(r.DocumentId, r.Part));

        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.Single(r => r.Set.Document.Id == "d2"), Has.Property("Ending").EqualTo(SetEnding.Deferred).And.Property("Reason").Contains("SHA-256"));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml", "d3.pdf", "d3.xml" }));
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task What_the_source_says_of_one_delivery_is_not_said_of_another_one_of_its_document()
    {
        var root = await OpenRootAsync();
        SetPlan[] plans = [Plan("d1", delivery: 1), Plan("d1", delivery: 2)];
        await using var batch = root.OpenBatch("etag-1", plans);

        await batch.UnavailableAsync(batch.Requests.Single(r => r.DeliveryNumber == 1), "Replaced.", Absence.Withdrawn, CancellationToken.None);
        await batch.ReceiveAsync(batch.Requests.Single(r => r.DeliveryNumber == 2), new MemoryStream(Bytes("d1", "ubl")), CancellationToken.None);
        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.ToDictionary(r => r.Set, r => r.Ending), Is.EqualTo(new Dictionary<SetPlan, SetEnding> { [plans[0]] = SetEnding.Withdrawn, [plans[1]] = SetEnding.Delivered }));
    }

    [Test]
    public async Task Content_that_is_longer_than_listed_is_not_read_to_its_end()
    {
        var root = await OpenRootAsync();
        await using var batch = root.OpenBatch("etag-1", [Plan("d1")]);
        var content = new MemoryStream(new byte[50 << 20]);

        await batch.ReceiveAsync(batch.Requests[0], content, CancellationToken.None);

        Assert.That(content.Position, Is.LessThan(1 << 20));
        var published = await root.PublishAsync(batch, Same, CancellationToken.None);
        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Deferred));
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task Content_of_several_buffers_arrives_whole()
    {
        var root = await OpenRootAsync();
        var bytes = new byte[300_001];
        new Random(1).NextBytes(bytes);
        var small = Plan("d1");
        var plan = small with { Document = small.Document with { Parts = [small.Document.Parts[0] with { Size = bytes.Length, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) }] } };
        await using var batch = root.OpenBatch("etag-1", [plan]);
        await ReceiveAsync(batch, _ => bytes);

        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Delivered), published.Results.Single().Reason);
        Assert.That(Files.File.ReadAllBytes(Path.Combine(Inbox, "d1.xml")), Is.EqualTo(bytes));
    }

    [TestCase(Absence.Withdrawn, SetEnding.Withdrawn, "It is not to be had.")]
    [TestCase(Absence.Passing, SetEnding.Deferred, "It is not to be had.")]
    [TestCase(Absence.AlreadyForwarded, SetEnding.Quarantined, "was forwarded already, so this agent's ledger is an old copy")]
    [TestCase(Absence.InDoubt, SetEnding.Quarantined, "may have this delivery already, so this agent's ledger is an old copy")]
    public async Task A_part_that_is_not_to_be_had_withdraws_defers_or_quarantines_its_document_with_the_reason(Absence absence, SetEnding ending, string reason)
    {
        var root = await OpenRootAsync();
        await using var batch = root.OpenBatch("etag-1", [Plan("d1", Pair)]);
        await batch.ReceiveAsync(batch.Requests[0], new MemoryStream(Bytes("d1", "pdf")), CancellationToken.None);
        await batch.UnavailableAsync(batch.Requests[1], "It is not to be had.", absence, CancellationToken.None);

        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.Single(), Has.Property("Ending").EqualTo(ending).And.Property("Reason").Contain(reason));
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task A_connection_that_breaks_lets_the_same_content_come_again()
    {
        var root = await OpenRootAsync();
        await using var batch = root.OpenBatch("etag-1", [Plan("d1")]);
        Assert.That(async () => await batch.ReceiveAsync(batch.Requests[0], new BrokenStream(), CancellationToken.None), Throws.InstanceOf<IOException>());
        await ReceiveAsync(batch);

        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Delivered));
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task A_name_that_other_bytes_hold_gives_the_whole_set_one_number()
    {
        var root = await OpenRootAsync();
        Files.Directory.CreateDirectory(Inbox);
        Files.File.WriteAllText(Path.Combine(Inbox, "d1.xml"), "somebody else's");

        await DeliverAsync(root, Plan("d1", Pair));

        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml", "d1_2.pdf", "d1_2.xml" }));
        Assert.That(Files.File.ReadAllText(Path.Combine(Inbox, "d1.xml")), Is.EqualTo("somebody else's"));
    }

    [Test]
    public async Task A_name_that_is_taken_between_probe_and_rename_gives_the_whole_set_the_next_one()
    {
        var root = await OpenRootAsync();
        Platform.Before = (name, path) =>
        {
            if (name == "TryRename" && path.EndsWith("d1.pdf", StringComparison.Ordinal))
                Files.File.WriteAllText(path, "somebody else's");
        };
        var plan = Plan("d1", Pair);

        var published = await DeliverAsync(root, plan, Plan("d2", Pair));

        Assert.That(published.Results.Select(r => r.Ending), Is.All.EqualTo(SetEnding.Delivered));
        Assert.That(published.Results.Select(r => Path.GetFileName(r.File)), Is.EqualTo(new[] { "d1_2.xml", "d2.xml" }), "as the log calls them");
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1_2.pdf", "d1_2.xml", "d2.pdf", "d2.xml" }));
        Assert.That((await Ledger.OutboxAsync(Source, 10, CancellationToken.None)).Single(o => o.DocumentId == "d1").Files.Select(f => Path.GetFileName(f.Path)), Is.EqualTo(new[] { "d1_2.pdf", "d1_2.xml" }));
    }

    [Test]
    public async Task A_name_that_is_taken_after_the_first_file_is_visible_quarantines_the_rest_and_names_what_is_there()
    {
        var root = await OpenRootAsync();
        Platform.Before = (name, path) =>
        {
            if (name == "TryRename" && path.EndsWith("d1.xml", StringComparison.Ordinal))
                Files.File.WriteAllText(path, "somebody else's");
        };
        var plan = Plan("d1", Pair);

        var published = await DeliverAsync(root, plan);

        Assert.That(published.Results.Single(), Has.Property("Ending").EqualTo(SetEnding.Quarantined).And.Property("Settled").True.And.Property("Reason").Contains("d1.pdf of this document is in the folder"));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.pdf", "d1.xml" }));
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));
    }

    [Test]
    public async Task A_set_that_wants_no_other_name_is_quarantined_when_its_name_is_taken()
    {
        var root = await OpenRootAsync();
        Files.Directory.CreateDirectory(Inbox);
        Files.File.WriteAllText(Path.Combine(Inbox, "d1.xml"), "somebody else's");

        var published = await DeliverAsync(root, Plan("d1") with { QuarantineWhenTaken = true });

        Assert.That(published.Results.Single(), Has.Property("Ending").EqualTo(SetEnding.Quarantined).And.Property("Settled").False);
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }));
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task A_file_that_may_not_be_read_is_another_one_and_its_name_is_taken([Values] bool late)
    {
        var root = await OpenRootAsync();
        Files.Directory.CreateDirectory(Inbox);
        var foreign = new HashSet<string>();
        void Put(string name)
        {
            if (foreign.Add(name))
                Files.File.WriteAllText(Path.Combine(Inbox, name), "somebody else's");
        }

        Put(late ? "d1_2.xml" : "d1.xml");
        Platform.Before = (name, path) =>
        {
            if (late && name == "TryRename" && Path.GetFileName(path) == "d1.xml")
                Put("d1.xml");
            if (name is "IsThere" or "OpenRead" && foreign.Contains(Path.GetFileName(path)))
                throw new UnauthorizedAccessException();
        };

        var published = await DeliverAsync(root, Plan("d1"), Plan("d2"));

        Assert.That(published.Results.Select(r => r.Ending), Is.All.EqualTo(SetEnding.Delivered));
        Assert.That(Visible(), Is.EqualTo(late ? ["d1.xml", "d1_2.xml", "d1_3.xml", "d2.xml"] : new[] { "d1.xml", "d1_2.xml", "d2.xml" }));
    }

    [Test]
    public async Task A_folder_that_may_not_be_read_takes_no_names()
    {
        var root = await OpenRootAsync();
        Platform.Before = (name, path) =>
        {
            if (name is "IsThere" or "IsFolderThere" && path.StartsWith(Inbox, StringComparison.Ordinal))
                throw new UnauthorizedAccessException();
        };

        var published = await DeliverAsync(root, Plan("d1"));

        Assert.That(published.Results.Single(), Has.Property("Ending").EqualTo(SetEnding.Deferred).And.Property("Reason").Contains("access is denied"), "it is tried again, and needs no person");
    }

    [Test]
    public async Task The_same_bytes_under_the_same_name_count_as_delivered()
    {
        var root = await OpenRootAsync();
        Files.Directory.CreateDirectory(Inbox);
        Files.File.WriteAllBytes(Path.Combine(Inbox, "d1.xml"), Bytes("d1", "ubl"));
        var plan = Plan("d1");

        var published = await DeliverAsync(root, plan);

        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.AlreadyDelivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml" }));
        Assert.That(Staged(), Is.Empty);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
    }

    [TestCase("d1", "D1")]
    [TestCase("d1", "d1")]
    public async Task Two_documents_of_a_batch_never_share_a_name_whatever_the_case(string first, string second)
    {
        var root = await OpenRootAsync();

        await DeliverAsync(root, Plan("a", name: first), Plan("b", name: second));

        Assert.That(Visible(), Is.EquivalentTo(new[] { first + ".xml", second + "_2.xml" }));
    }

    [Test]
    public async Task Routing_once_more_drops_renames_and_restages()
    {
        var root = await OpenRootAsync();
        var (dropped, renamed, moved) = (Plan("d1"), Plan("d2"), Plan("d3"));
        await using var batch = root.OpenBatch("etag-1", [dropped, renamed, moved]);
        await ReceiveAsync(batch);

        var published = await root.PublishAsync(batch, (_, _) => ValueTask.FromResult<IReadOnlyList<Rerouted>>(
            [Rerouted.Drop("Not shared any more."), Rerouted.To(Plan("d2", name: "other")), Rerouted.To(Plan("d3", customer: "Peeters"))]), CancellationToken.None);

        Assert.That(published.Results.ToDictionary(r => r.Set.Document.Id, r => r.Ending), Is.EquivalentTo(new Dictionary<string, SetEnding>
        {
            ["d1"] = SetEnding.Dropped,
            ["d2"] = SetEnding.Delivered,
            ["d3"] = SetEnding.Restage,
        }));
        Assert.That(Visible(), Is.EqualTo(new[] { "other.xml" }));
        Assert.That(Staged(), Is.Empty);
        Assert.That(await StateAsync(dropped), Is.Null);
    }

    [Test]
    public async Task A_set_that_the_ledger_refuses_is_not_published_and_leaves_the_manifest()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        Files.File.Delete(Path.Combine(Inbox, "d1.xml"));

        var published = await DeliverAsync(root, Plan("d1"), Plan("d2"));

        Assert.That(published.Results.ToDictionary(r => r.Set.Document.Id, r => r.Ending), Is.EquivalentTo(new Dictionary<string, SetEnding> { ["d1"] = SetEnding.Dropped, ["d2"] = SetEnding.Delivered }));
        Assert.That(Visible(), Is.EqualTo(new[] { "d2.xml" }));
        Assert.That(Files.File.ReadAllText(Path.Combine(RootPath, ".synqup", "batches", "2")), Does.Not.Contain("\"d1\""));
    }

    [Test]
    public async Task A_customers_folder_that_may_not_be_made_defers_its_documents()
    {
        var root = await OpenRootAsync();

        var published = await DeliverAsync(root, Plan("d1") with { MayCreateFolder = false });

        Assert.That(published.Results.Single(), Has.Property("Ending").EqualTo(SetEnding.Deferred).And.Property("Reason").Contains("does not exist"));
        Assert.That(Files.Directory.Exists(Inbox), Is.False);
        Assert.That(root.Standing.IsReady);
    }

    [Test]
    public async Task A_customers_folder_that_is_made_is_said_once()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"), Plan("d2"));
        await DeliverAsync(root, Plan("d3"));

        Assert.That(Log.Said.Where(line => line.Contains("Created the folder", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            $"Information: Created the folder {Inbox} for a customer's first document; if its accounting package reads another one, correct the customer's dossier number",
        }));
    }

    [Test]
    public async Task A_content_that_breaks_off_does_not_make_the_next_one_look_damaged()
    {
        var root = await OpenRootAsync();
        var content = RandomNumberGenerator.GetBytes(300_000);
        await using var batch = root.OpenBatch("etag-1", [Large("d1"), Large("d2")]);
        Assert.That(() => batch.ReceiveAsync(batch.Requests[0], new BreakingStream(content, 200_000), CancellationToken.None), Throws.InstanceOf<IOException>());

        await batch.ReceiveAsync(batch.Requests[1], new MemoryStream(content), CancellationToken.None);
        await batch.FlushAsync(CancellationToken.None);
        var published = await root.PublishAsync(batch, Same, CancellationToken.None);

        Assert.That(published.Results.Single(one => one.Set.Document.Id == "d2").Ending, Is.EqualTo(SetEnding.Delivered));

        SetPlan Large(string id)
        {
            var plan = Plan(id);
            return plan with { Document = plan.Document with { Parts = [new PartDescription("ubl", "application/xml", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)))] } };
        }
    }

    private sealed class BreakingStream(byte[] content, int at) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= at ? throw new IOException("The connection broke.") : base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, at - Position)], cancellationToken);
    }

    [Test]
    public async Task A_closed_batch_leaves_no_manifest_and_numbers_go_on()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        Assert.That(await root.CloseAsync(CancellationToken.None), Is.Zero, "not acknowledged yet");
        await AcknowledgeAllAsync();

        Assert.That(await root.CloseAsync(CancellationToken.None), Is.EqualTo(1));
        Assert.That(ManifestNames(), Is.Empty);

        await root.DisposeAsync();
        var again = await OpenRootAsync();
        await DeliverAsync(again, Plan("d2"));
        Assert.That(ManifestNames(), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task A_batch_that_is_given_up_leaves_nothing()
    {
        var root = await OpenRootAsync();
        var batch = root.OpenBatch("etag-1", [Plan("d1")]);
        await ReceiveAsync(batch);
        Assert.That(Staged(), Has.Length.EqualTo(1));

        await batch.DisposeAsync();

        Assert.That(Staged(), Is.Empty);
        Assert.That(Visible(), Is.Empty);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection broke.");
    }
}

internal sealed class PublishingOnDiskTests : PublishingContract;

internal sealed class PublishingInMemoryTests : PublishingContract
{
    private readonly MockFileSystem _files = new();
    private MemoryPlatform? _platform;

    protected override string RootPath => "/mnt/winbooks";

    protected override IFileSystem Files => _files;

    protected override IPlatform NewPlatform() => _platform ??= new MemoryPlatform(_files);
}

internal sealed class PublishingOnAShareTests : PublishingContract
{
    [SetUp]
    public void BeAShare() => Platform.IsShare = true;
}
